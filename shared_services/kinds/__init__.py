"""One folder, one kind of pooled resource. They ignore each other."""

KINDS = ("trainings",)
