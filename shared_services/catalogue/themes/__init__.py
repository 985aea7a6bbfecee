"""The themes that offers are found by."""
