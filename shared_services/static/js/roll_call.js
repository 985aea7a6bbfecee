/* The roll call on a bad network: what is ticked stays on the phone until the server has it.
   The page is a plain form without this file. */
"use strict";

(() => {
  const form = document.querySelector("form[data-roll-call]");
  if (!form || !window.localStorage) return;
  const line = form.querySelector("[data-unsent]");
  const place = `roll-call:${location.pathname}`;
  const retryEvery = 20000;
  let isPending = false;
  let isSending = false;

  const fields = () =>
    [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type));
  const isTick = (one) => one.type === "radio" || one.type === "checkbox";
  const hasChanged = (one) =>
    isTick(one) ? one.checked && !one.defaultChecked : one.value !== one.defaultValue;
  const changed = () => fields().filter(hasChanged);

  // Not secret, only new: what is sent again is known by it.
  const newKey = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

  function mark() {
    const waiting = new Set(changed().map((one) => one.closest(".roll-row")));
    for (const row of form.querySelectorAll(".roll-row")) {
      row.querySelector("[data-waits]").hidden = !waiting.has(row);
    }
  }

  function keep() {
    mark();
    const kept = changed().map((one) => [one.name, one.value]);
    if (kept.length) {
      localStorage.setItem(place, JSON.stringify({ kept, isPending, key: form.elements.key.value }));
    } else {
      localStorage.removeItem(place);
    }
    line.textContent = kept.length ? (isPending ? form.dataset.offline : form.dataset.waiting) : line.textContent;
  }

  function bringBack() {
    const stored = JSON.parse(localStorage.getItem(place) || "null");
    if (!stored) return;
    for (const [name, value] of stored.kept) {
      for (const one of fields().filter((field) => field.name === name)) {
        if (!isTick(one)) one.value = value;
        else if (one.value === value) one.checked = true;
      }
    }
    isPending = stored.isPending && changed().length > 0;
    if (isPending) form.elements.key.value = stored.key;
    keep();
  }

  function settle(answer) {
    for (const one of fields()) {
      if (isTick(one)) one.defaultChecked = one.checked;
      else one.defaultValue = one.value;
    }
    isPending = false;
    mark();
    localStorage.removeItem(place);
    form.elements.seen.value = answer.seen;
    form.elements.key.value = newKey();
    line.textContent = answer.told;
  }

  async function send() {
    if (isSending) return;
    isSending = true;
    isPending = true;
    keep();
    line.textContent = form.dataset.sending;
    try {
      const answer = await fetch(form.action, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json" },
      });
      if (answer.ok) {
        settle(await answer.json());
      } else {
        form.submit(); // the plain form says what is wrong, beside the field
      }
    } catch {
      keep(); // no network: the ticks stay here
      line.textContent = form.dataset.offline;
    } finally {
      isSending = false;
    }
  }

  form.addEventListener("input", keep);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const rest = event.submitter && event.submitter.name === "rest" ? event.submitter.value : "";
    if (rest) {
      for (const row of form.querySelectorAll(".roll-row")) {
        if (row.querySelector("input[type=radio]:checked")) continue;
        row.querySelector(`input[type=radio][value=${rest}]`).checked = true;
      }
    }
    send();
  });
  window.addEventListener("online", () => isPending && send());
  window.setInterval(() => isPending && navigator.onLine && send(), retryEvery);

  bringBack();
  if (isPending) send();
})();
