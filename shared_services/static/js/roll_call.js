/* The roll call on a bad network: what is ticked stays on the phone until the server has it.
   The page is a plain form without this file. */
"use strict";

(() => {
  const form = document.querySelector("form[data-roll-call]");
  if (!form || !window.localStorage) return;
  const line = form.querySelector("[data-unsent]");
  const again = form.querySelector("[data-again]");
  const place = `roll-call:${form.dataset.person}:${location.pathname}`; // what one ticks, another does not send
  const retryEvery = 20000;
  const refused = [409, 422];
  let isPending = false; // asked to be sent, and not there yet
  let isSending = false;
  let isAskedAgain = false;

  const fields = () =>
    [...form.elements].filter((one) => one.name && !["hidden", "submit"].includes(one.type));
  const isTick = (one) => one.type === "radio" || one.type === "checkbox";
  const hasChanged = (one) =>
    isTick(one) ? one.checked && !one.defaultChecked : one.value !== one.defaultValue;
  const changed = () => fields().filter(hasChanged);
  const stored = () => JSON.parse(localStorage.getItem(place) || "null");

  // Not secret, only new: what is sent again is known by it.
  const newKey = () => `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;

  function mark() {
    const waiting = new Set(changed().map((one) => one.closest(".roll-row")));
    for (const row of form.querySelectorAll(".roll-row")) {
      row.querySelector("[data-waits]").hidden = !waiting.has(row);
    }
    return waiting.size > 0;
  }

  function keep() {
    if (mark()) {
      const kept = changed().map((one) => [one.name, one.value]);
      localStorage.setItem(place, JSON.stringify({ kept, isPending, key: form.elements.key.value }));
      line.textContent = isPending ? form.dataset.offline : form.dataset.waiting;
    } else {
      localStorage.removeItem(place);
    }
  }

  // What was kept, by this page before or by another one that shows the same half day.
  function take({ kept }) {
    for (const [name, value] of kept) {
      for (const one of fields().filter((field) => field.name === name)) {
        if (form.hasAttribute("data-refused")) {
          if (isTick(one)) one.defaultChecked = false; // the server says it again, and has not written it
          else one.defaultValue = "";
        }
        if (!isTick(one)) one.value = value;
        else if (one.value === value) one.checked = true;
      }
    }
    return mark();
  }

  function bringBack() {
    const found = stored();
    if (!found) return;
    isPending = take(found) && found.isPending && !form.hasAttribute("data-refused");
    if (isPending) form.elements.key.value = found.key;
    keep();
  }

  // `sent`: what the server has now. What was ticked while it went still waits.
  function settle(answer, sent) {
    const ticked = fields().filter((one) => isTick(one) && one.checked);
    for (const one of fields()) {
      if (isTick(one)) one.defaultChecked = sent.get(one.name) === one.value;
      else one.defaultValue = sent.get(one.name);
    }
    for (const one of ticked) one.checked = true;
    isPending = false;
    form.elements.seen.value = answer.seen;
    form.elements.key.value = newKey();
    keep();
    line.textContent = mark() ? `${answer.told} ${form.dataset.waiting}` : answer.told;
  }

  async function send() {
    isAskedAgain = isSending;
    if (isSending) return;
    isSending = isPending = true;
    again.hidden = true;
    keep();
    line.textContent = form.dataset.sending;
    const body = new FormData(form);
    try {
      const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (answer.ok && !answer.redirected) {
        settle(await answer.json(), new Map(body));
      } else if (refused.includes(answer.status)) {
        form.submit(); // the plain form says what is wrong, beside the field
      } else if (answer.status >= 500) {
        line.textContent = form.dataset.offline;
      } else {
        line.textContent = form.dataset.expired; // signed out meanwhile, or the page is too old
        again.hidden = false;
      }
    } catch {
      line.textContent = form.dataset.offline; // no network: the ticks stay here
    }
    isSending = false;
    if (isAskedAgain) send();
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
  window.addEventListener("storage", (event) => event.key === place && event.newValue && take(stored()));
  window.addEventListener("online", () => isPending && send());
  window.setInterval(() => isPending && again.hidden && navigator.onLine && send(), retryEvery);

  bringBack();
  if (isPending) send();
})();
