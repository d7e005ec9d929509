// All data of users and of the function is put into the page as text, never as markup.
const $ = selector => document.querySelector(selector);

const faults = {
  None: "nothing, it works", Slow: "slow: half a second", Throttled: "throttled", Denied: "access denied",
  Error: "internal error (500)", Hangs: "hangs: no answer", Cut: "connection cut", Lost: "answer lost",
};
const durations = { 1: "the next call", 3: "the next three calls", "": "until it is switched off" };
const addresses = {
  json: JSON.stringify({
    address_type: "home", street_address: "Lindenallee 7", locality: "Köln", postal_code: "50968", country: "DE",
  }, null, 2),
  text: "Lindenallee 7\n50968 Köln\nGermany",
};

function make(tag, properties = {}, ...children) {
  const { data, ...rest } = properties;
  const element = Object.assign(document.createElement(tag), rest);
  Object.assign(element.dataset, data);
  element.append(...children.filter(child => child !== null && child !== undefined && child !== ""));
  return element;
}

const seconds = ms => ms < 1 ? "under 1 ms" : ms < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(2)} s`;
const time = at => new Date(at).toLocaleTimeString([], { hour12: false });
const count = (number, what) => `${number} ${what}${number === 1 ? "" : "s"}`;

// --- The server ---------------------------------------------------------------------------------------------------

async function ask(path, body, method = body === undefined ? "GET" : "POST") {
  const request = method === "GET" ? {} : { method, headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) };
  try {
    const response = await fetch(path, request);
    if (!response.ok) return { problem: `The server says ${response.status}.` };
    const text = await response.text();
    return text ? JSON.parse(text) : {};
  } catch {
    return { problem: "The server does not answer." };
  }
}

const person = sub => `people/${encodeURIComponent(sub)}`;

function connect() {
  const events = new EventSource("events");
  const on = (type, handle) => events.addEventListener(type, event => handle(JSON.parse(event.data)));
  on("begin", () => setConnected(true)); // After a while without connection, everything is sent again.
  on("invocation", showInvocation);
  on("faults", showFaults);
  on("repair", showRepair);
  events.onerror = () => setConnected(false);
}

function setConnected(connected) {
  $("#connection").textContent = connected ? "Connected" : "Not connected";
  $("#connection").dataset.connected = connected;
  $("#gone").hidden = connected;
  $("#gone").textContent = connected ? ""
    : "The server is gone. Start it again (dotnet run --project src/PostConfirmation.Local -- --serve) and open the address that it prints.";
  document.body.dataset.connected = connected;
  for (const control of document.querySelectorAll("button, select")) control.disabled = !connected;
}

// --- A person -----------------------------------------------------------------------------------------------------

let current = null; // The group and record of the person who is shown.
let acting = 0; // The number of steps under way; their answers bring the new group and record.

async function step(name, path, body = {}) {
  acting++;
  const result = await ask(path, body);
  acting--;
  $("#told").textContent = result.problem ?? result.shown ?? "";
  $("#told").dataset.kind = result.problem || result.shown?.includes("failed with error") ? "bad" : "good";
  if (result.kept) showKept(result.kept, name);
  return !result.problem;
}

async function look(sub, name) {
  const result = await ask(person(sub));
  if (result.kept) showKept(result.kept, name);
}

$("#sign-up").onsubmit = async event => {
  event.preventDefault();
  if (!await step("Sign up", "people", { email: $("#email").value, address: $("#address").value })) return;
  $("#code").focus();
  await suggest();
};

$("#confirm").onsubmit = event => {
  event.preventDefault();
  step("Confirm", `${person(current.sub)}/confirmation`, { code: $("#code").value });
};

$("#reset").onclick = () => step("Reset the password", `${person(current.sub)}/password`);
$("#fill").onclick = () => step("Put apples in the cart", `${person(current.sub)}/cart`);

let kind = "json";
for (const radio of document.querySelectorAll("[name=kind]")) {
  radio.onchange = () => {
    addresses[kind] = $("#address").value;
    kind = radio.value;
    $("#address").value = addresses[kind];
  };
}

async function suggest() {
  const { email } = await ask("people/suggestion");
  if (email) $("#email").value = email;
}

// --- The trigger --------------------------------------------------------------------------------------------------

const invocations = new Map();
let lastBroken = null; // The id of the last invocation that ended while something was broken.

function showInvocation(entry) {
  let shown = invocations.get(entry.id);
  if (!shown) {
    shown = { item: make("li"), details: make("details"), summary: make("summary"), body: make("div") };
    shown.details.append(shown.summary, shown.body);
    shown.item.append(shown.details);
    invocations.set(entry.id, shown);
    $("#invocations").prepend(shown.item);
    $("#invocations").hidden = false;
    $("#no-invocation").hidden = true;
    $("#cold-hint").textContent = "The next invocation starts a new process.";
  }
  const before = shown.entry;
  shown.entry = entry;
  shown.item.dataset.outcome = entry.outcome ?? "running";
  shown.summary.replaceChildren(...summaryOf(entry));
  shown.body.replaceChildren(...detailsOf(entry));
  if (entry.elapsedMs === null) return;
  const ended = (before?.elapsedMs ?? null) === null;
  if (ended && entry.expected) lastBroken = entry.id;
  if (ended || entry.log !== before.log) { // The log line, which has the outcome, may come after the answer.
    $("#announcement").textContent = `Invocation: ${entry.outcome}`;
    if (entry.id === lastBroken) showHappened(entry);
  }
  if (ended && !acting && entry.sub === current?.sub) look(entry.sub, "an invocation");
}

function summaryOf(entry) {
  const ms = entry.elapsedMs ?? Date.now() - Date.parse(entry.at);
  const bar = make("span", { className: "bar" }, make("span"));
  bar.firstChild.style.inlineSize = `${Math.min(100, ms / 50)}%`;
  return [
    make("span", { className: "line" },
      make("strong", {}, entry.source.replace("PostConfirmation_", "") || "not an event of Cognito"),
      make("span", { className: "badge" }, entry.outcome ?? (entry.isRunning ? "running" : "waiting"))),
    make("span", { className: "line quiet" },
      make("span", {}, time(entry.at)),
      entry.isCold === null ? null : make("span", { className: entry.isCold ? "cold" : "" }, entry.isCold ? "cold" : "warm"),
      make("span", { className: "ms" }, seconds(ms)),
      ...["Cognito", "DynamoDB"].map(service => marksOf(service, entry.attempts)),
      entry.reason ? make("span", { className: "reason" }, entry.reason) : null),
    bar,
  ];
}

function marksOf(service, attempts) {
  const own = attempts.filter(attempt => attempt.service === service);
  if (own.length === 0) return null;
  return make("span", { className: "marks" }, `${service} `,
    make("span", { className: "unseen" }, `${count(own.length, "attempt")}, `),
    ...own.map(attempt => make("span", { data: { mark: markOf(attempt) }, ariaHidden: "true" },
      { good: "✓", bad: "✗", open: "…" }[markOf(attempt)])));
}

const markOf = attempt => attempt.ms === null ? "open" : attempt.isGood ? "good" : "bad";

function detailsOf(entry) {
  const block = (title, text) => text ? [make("h3", {}, title), make("pre", { tabIndex: 0, ariaLabel: title, role: "region" }, text)] : [];
  const known = entry.sub && entry.sub !== current?.sub;
  return [
    ...entry.shown ? [make("h3", {}, "What the user sees"), make("p", { className: "told" }, entry.shown)] : [],
    ...entry.expected ? [make("h3", {}, "What was expected"), make("p", {}, `${entry.expected.outcome}: ${entry.expected.text}`)] : [],
    ...entry.waitedMs > 50 ? [make("p", {}, `Of the ${seconds(entry.elapsedMs)} it took ${seconds(entry.waitedMs)} ${entry.isCold ? "to start the process" : "until the process was free"}.`)] : [],
    ...entry.attempts.length ? [make("h3", {}, "Attempts"), make("ol", {}, ...entry.attempts.map(attempt =>
      make("li", {}, `${attempt.service}: ${attempt.ms === null ? "waiting" : `${attempt.result}, ${seconds(attempt.ms)}`}`)))] : [],
    ...block("The event", entry.event),
    ...block("The log line", entry.log),
    known ? make("button", { type: "button", onclick: () => look(entry.sub, null) }, "Show what is kept of this user") : "",
  ].filter(Boolean);
}

setInterval(() => {
  for (const { entry, summary } of invocations.values()) {
    if (entry.elapsedMs === null) summary.replaceChildren(...summaryOf(entry));
  }
}, 200);

// --- What is kept -------------------------------------------------------------------------------------------------

function showKept(kept, stepName) {
  const [before, now] = [current?.sub === kept.sub ? linesOf(current) : null, linesOf(kept)];
  current = kept;
  $("#who").textContent = `of ${kept.email}`;
  $("#nobody").hidden = true;
  $("#state").hidden = false;
  $("#confirm fieldset").disabled = kept.status !== "UNCONFIRMED";
  $("#later").disabled = kept.status === "UNCONFIRMED";

  const changed = fill("#user", before, now, "user") + fill("#record", before, now, "record");
  $("#no-record").hidden = kept.record !== null || $("#record tbody").children.length > 0;
  $("#changes").textContent = !before ? "" : changed === 0 ? `${stepName}: nothing changed.` : `${stepName}: ${count(changed, "line")} changed.`;
  $("#changes").dataset.changed = changed > 0;
  for (const { entry, body } of invocations.values()) body.replaceChildren(...detailsOf(entry));
}

function linesOf(kept) {
  const user = [
    { path: "status", depth: 0, name: "status", value: kept.status },
    { path: "groups", depth: 0, name: "groups", value: kept.groups.length ? kept.groups.join(", ") : "none" },
  ];
  return { user, record: kept.record ?? [] };
}

function fill(table, before, now, part) {
  const old = new Map((before?.[part] ?? now[part]).map(line => [line.path, line]));
  const rows = now[part].map(line => {
    const mark = !old.has(line.path) ? "new" : old.get(line.path).value !== line.value ? "changed" : "";
    old.delete(line.path);
    return rowOf(line, mark);
  });
  for (const line of old.values()) rows.push(rowOf(line, "removed"));
  $(`${table} tbody`).replaceChildren(...rows);
  return rows.filter(row => row.dataset.mark).length;
}

function rowOf(line, mark) {
  const name = make("th", { scope: "row" }, line.name);
  name.style.paddingInlineStart = `${line.depth + 0.5}rem`;
  return make("tr", { data: { mark, path: line.path } }, name, make("td", {}, line.value ?? ""), make("td", { className: "mark" }, mark));
}

// --- Break it -----------------------------------------------------------------------------------------------------

for (const box of document.querySelectorAll(".service")) {
  const [fault, calls] = [box.querySelector(".fault"), box.querySelector(".calls")];
  fault.append(...Object.entries(faults).map(([value, text]) => make("option", { value }, text)));
  calls.append(...Object.entries(durations).map(([value, text]) => make("option", { value }, text)));
  calls.value = "3";
  let sent = Promise.resolve(); // One after the other, so that an earlier choice cannot arrive last.
  fault.onchange = calls.onchange = () => {
    const choice = { choice: fault.value, calls: calls.value ? Number(calls.value) : null };
    sent = sent.then(() => ask(`faults/${box.dataset.service}`, choice));
  };
}

$("#kill").onclick = () => ask("process/kill", {});
$("#cold").onclick = async () => {
  const { problem } = await ask("process/cold-start", {});
  $("#cold-hint").textContent = $("#announcement").textContent = problem ?? "The process has been told to end. The next invocation starts a new one.";
};

function showFaults(state) {
  for (const [service, { choice, calls }] of [["cognito", state.cognito], ["dynamodb", state.dynamoDb]]) {
    const box = $(`[data-service=${service}]`);
    box.dataset.broken = choice !== "None";
    box.querySelector(".fault").value = choice;
    box.querySelector(".left").textContent = choice === "None" ? "" : calls > 3 ? "Goes on until it is switched off." : `${count(calls, "call")} left.`;
  }
  $("#kill").ariaPressed = state.killsNext;
  $("#expect").textContent = state.expected ? `${state.expected.outcome}. ${state.expected.text}`
    : "provisioned: nothing is broken.";
}

function showHappened(entry) {
  const [kind, verdict] = entry.outcome === entry.expected.outcome ? ["good", ", as expected"]
    : entry.outcome === "succeeded" ? ["", ""] // Without a log line nobody knows how.
    : ["bad", `, and not ${entry.expected.outcome}`];
  $("#happened").textContent = `${entry.outcome}${entry.reason ? ` (${entry.reason})` : ""} after ${seconds(entry.elapsedMs)}`
    + ` and ${count(entry.attempts.length, "call")}${verdict}.`;
  $("#happened").dataset.kind = kind;
}

// --- Repair it ----------------------------------------------------------------------------------------------------

$("#run").onclick = async () => {
  $("#repair-told").textContent = "Reconcile is running.";
  const { problem } = await ask("repair", {});
  if (problem) $("#repair-told").textContent = problem;
};

let lastRun = 0;

function showRepair(run) {
  if (run.run === lastRun) return; // It is sent again after a while without connection.
  lastRun = run.run;
  const { summary, completed } = run;
  $("#repair-told").textContent = !summary ? run.said : summary.problem ?? `Run ${run.run}, ${time(run.at)}, ${summary.elapsedSeconds} s.`;
  $("#summary").hidden = !summary;
  if (summary) {
    const rows = [
      ["users seen", summary.seen], ["complete already", summary.complete], ["group and record made", summary.provisioned],
      ["added to the group", summary.groupAdded],
      ...Object.entries(summary.skipped).map(([reason, users]) => [`left alone: ${reason}`, users]), ["failed", summary.failed],
    ];
    $("#summary tbody").replaceChildren(...rows.map(([name, number]) =>
      make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, String(number)))));
  }
  $("#completed").hidden = completed.length === 0;
  $("#completed ul").replaceChildren(...completed.map(user =>
    make("li", {}, make("button", { type: "button", className: "link", onclick: () => look(user.sub, null) }, user.email))));
  if (!acting && current) look(current.sub, "Reconcile");
}

// --- Begin --------------------------------------------------------------------------------------------------------

async function begin() {
  $("#address").value = addresses.json;
  suggest();
  const about = await ask("about");
  $("#code").value = about.code ?? "";
  $("#process").disabled = !about.canKill;
  const names = { endpoint: "endpoint", region: "region", userPool: "user pool", appClient: "app client", group: "group", password: "password", code: "code", table: "table" };
  $("#about tbody").replaceChildren(...Object.entries(names).map(([key, name]) =>
    make("tr", {}, make("th", { scope: "row" }, name), make("td", {}, make("code", {}, String(about[key]))))));
  connect();
}

begin();
