/* A signature drawn with the finger, if one wants to. Without this file the button signs as well. */
"use strict";

(() => {
  const lineWidth = 5;

  function prepare(form) {
    const pad = form.querySelector("[data-pad]");
    const canvas = pad.querySelector("canvas");
    const brush = canvas.getContext("2d");
    let last = null;
    let isDrawn = false;

    // The canvas is shown wider or narrower than its points.
    const place = (event) => {
      const box = canvas.getBoundingClientRect();
      return [
        ((event.clientX - box.left) * canvas.width) / box.width,
        ((event.clientY - box.top) * canvas.height) / box.height,
      ];
    };

    function lineTo(event) {
      const next = place(event);
      brush.beginPath();
      brush.moveTo(...last);
      brush.lineTo(...next);
      brush.stroke();
      last = next;
      isDrawn = true;
    }

    function erase() {
      brush.clearRect(0, 0, canvas.width, canvas.height);
      isDrawn = false;
    }

    brush.lineWidth = lineWidth;
    brush.lineCap = brush.lineJoin = "round";
    canvas.addEventListener("pointerdown", (event) => {
      canvas.setPointerCapture(event.pointerId);
      last = place(event);
    });
    canvas.addEventListener("pointermove", (event) => last && lineTo(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => { last = null; });
    pad.querySelector("button").addEventListener("click", erase);
    form.addEventListener("submit", () => {
      form.elements.drawing.value = isDrawn ? canvas.toDataURL("image/png") : "";
    });
    pad.hidden = false;
  }

  document.querySelectorAll("form[data-sign]").forEach(prepare);
})();
