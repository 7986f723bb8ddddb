// The page: its forms, and what the library says shown in them. It plans nothing and says nothing
// of treatment itself. What people type is put in as text; only what the library's writers made,
// which escape it, becomes HTML, and only in `show`.
"use strict";

const $ = (id) => document.getElementById(id);
const data = (id) => JSON.parse($(`data-${id}`).textContent);
const words = data("words");
const said = (key, named = {}) =>
  words[key].replace(/\{(\w+)\}/g, (whole, name) => named[name] ?? whole);
const { is_single, files } = data("settings");

const trusted = globalThis.trustedTypes?.createPolicy("library", {
  createHTML: (html) => html,
  createScriptURL: (url) => url,
}) ?? { createHTML: (html) => html, createScriptURL: (url) => url };

const now = () => new Date().toISOString();
const today = () => {
  const day = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
};

// ---- Python, in a worker -----------------------------------------------------------------------

const asked = new Map();
let worker;
let isReady = false;

async function part(name) {
  if (!is_single) return (await fetch(`parts/${name}.part`)).arrayBuffer();
  const script = $(`part-${name}`);
  const text = atob(script.textContent);
  script.remove(); // several megabytes
  const bytes = new Uint8Array(text.length);
  for (let n = 0; n < text.length; n += 1) bytes[n] = text.charCodeAt(n);
  return bytes.buffer;
}

async function launch() {
  const names = ["pyodide.asm.wasm", "python.zip", "library.zip"];
  const scripts = ["pyodide.mjs", "pyodide.asm.mjs"];
  const source = new Blob([data("worker")], { type: "text/javascript" });
  worker = new Worker(trusted.createScriptURL(URL.createObjectURL(source)));
  worker.onmessage = ({ data: message }) => hear(message);
  worker.onerror = (event) => fail(event.message ?? "");
  const parts = Object.fromEntries(await Promise.all(names.map(async (n) => [n, await part(n)])));
  const modules = is_single
    ? await Promise.all(scripts.map(part))
    : scripts.map((name) => new URL(`parts/${name.replace("mjs", "js")}`, location.href).href);
  const begin = { ...data("start"), parts, modules, files };
  worker.postMessage({ begin }, Object.values(parts));
}

function hear({ id, answer, failed, step }) {
  if (step) {
    isReady = step === "ready";
    status(said(isReady ? "step_draw" : step));
    return;
  }
  if (id === undefined) {
    fail(failed);
    return;
  }
  const { resolve, reject } = asked.get(id);
  asked.delete(id);
  if (failed !== undefined) reject(new Error(failed));
  else if (answer?.problems) reject(new Problem(answer.problems, answer.asks));
  else resolve(answer);
}

class Problem extends Error {
  constructor(lines, asks = false) {
    super(lines.join("\n"));
    this.asks = asks; // it may be right
  }
}

let count = 0;
function ask(method, given = {}, file = undefined) {
  count += 1;
  const id = count;
  worker.postMessage({ id, method, given, file });
  return new Promise((resolve, reject) => asked.set(id, { resolve, reject }));
}

const status = (text) => {
  $("status").textContent = text;
};

function fail(what) {
  console.error(what);
  status(said("failed", { what: what.split("\n").pop() }));
}

// ---- showing -----------------------------------------------------------------------------------

function show(id, html) {
  const host = $(id);
  const root = host.shadowRoot ?? host.attachShadow({ mode: "open" });
  root.innerHTML = trusted.createHTML(html);
}

// A mark leads to its place in the same sheet, and not to a view of the page.
function leads(host) {
  host.addEventListener("click", (event) => {
    const link = event.composedPath().find((node) => node.nodeName === "A");
    if (link?.protocol.startsWith("http") && !link.getAttribute("href").startsWith("#")) {
      event.preventDefault(); // or the page would be left, with what was written down
      window.open(link.href, "_blank", "noopener,noreferrer");
    }
    const target = link?.getAttribute("href")?.startsWith("#")
      && host.shadowRoot.getElementById(link.getAttribute("href").slice(1));
    if (!target) return;
    event.preventDefault();
    target.tabIndex = -1;
    target.focus();
    target.scrollIntoView({ block: "center" });
  });
}
for (const host of document.querySelectorAll(".sheet")) leads(host);

// What is wrong stands beside its field, in words.
function wrong(field, error) {
  right(field);
  const place = field.closest(".field, fieldset, .inline, form") ?? field.parentElement;
  const line = document.createElement("p");
  line.className = "error";
  line.id = `${field.id}-error`;
  line.setAttribute("role", "alert");
  line.textContent = error.message;
  place.append(line);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-errormessage", line.id);
  if (!(error instanceof Problem)) console.error(error);
}

function right(field) {
  $(`${field.id}-error`)?.remove();
  field.removeAttribute("aria-invalid");
  field.removeAttribute("aria-errormessage");
}

// Does what a field asks for; what is wrong with it is told there.
async function tried(field, action) {
  right(field);
  try {
    if (field.validity?.badInput || field.validity?.rangeOverflow || field.validity?.rangeUnderflow)
      throw new Problem([words.bad_date]);
    return await action({});
  } catch (error) {
    wrong(field, error);
    if (error.asks) {
      const button = element("button", { type: "button" }, words.sure);
      button.addEventListener("click", () => tried(field, () => action({ sure: true })));
      $(`${field.id}-error`).append(" ", button);
    }
    return undefined;
  }
}

function element(name, attributes = {}, ...inside) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key in made) made[key] = value;
    else made.setAttribute(key, value);
  }
  made.append(...inside);
  return made;
}

// ---- the three questions -----------------------------------------------------------------------

let guides = data("guides");
let state = null;
let isTouched = false; // something was written down that is not saved

const guideOf = (reference) => guides.find((guide) => guide.reference === reference);

function fillGuides(reference) {
  const places = new Map();
  for (const guide of guides) if (!places.has(guide.place)) places.set(guide.place, guide);
  $("place").replaceChildren(
    ...[...places.keys()].map((place) => element("option", { value: place }, words.countries[place] ?? said("ward", { name: place }))),
  );
  $("guide").replaceChildren(
    ...guides.map((guide) => element("option", { value: guide.reference }, guide.follows === guide.name ? guide.name : `${guide.name} (${guide.follows})`)),
  );
  choose(reference ?? guides[0].reference);
}

// The guide for these answers: the first that speaks of such a person in such a place.
function chosen() {
  const who = document.querySelector("[name=who]:checked").value;
  const here = guides.filter((guide) => guide.place === $("place").value);
  return (here.find((guide) => guide.who[0] === who) ?? here.find((guide) => guide.who.includes(who)) ?? here[0]).reference;
}

function choose(reference) {
  const guide = guideOf(reference);
  document.documentElement.lang = guide.language; // dates in its way
  $("guide").value = reference;
  $("place").value = guide.place;
  const who = document.querySelector("[name=who]:checked");
  if (!guide.who.includes(who.value))
    document.querySelector(`[name=who][value=${guide.who[0]}]`).checked = true;
  $("began-label").textContent = words[`began_${guide.starts}`];
  $("follows").textContent =
    said("shown", { name: guide.name }) +
    (guide.follows === guide.name ? "" : ` ${said("follows", { page: guide.follows })}`);
}

const start = () => ($("undated").checked ? "" : $("began").value);
const isFresh = () =>
  !state || (state.edition === 1 && !state.own.length && !state.variations.some((v) => v.on));

async function begin() {
  take(await ask("begin", { guide: $("guide").value, start: start() || null, now: now() }));
  isTouched = Boolean(start());
  await drawn();
}

async function answered(field) {
  if (!isReady) return;
  await tried(field, async (insisting) => {
    const guide = $("guide").value;
    if (isFresh()) await begin();
    else if (guide !== state.guide) $("again").hidden = false;
    else if (start() !== state.start)
      await write(start() ? { known: { start: start() }, ...insisting } : { removed: ["start"] });
  });
}

for (const field of document.querySelectorAll("[name=who], #place"))
  field.addEventListener("change", () => {
    choose(chosen());
    answered($("guide"));
  });
$("guide").addEventListener("change", () => {
  choose($("guide").value);
  answered($("guide"));
});
$("began").addEventListener("change", () => {
  $("undated").checked = !$("began").value;
  answered($("began"));
});
$("undated").addEventListener("change", () => {
  if ($("undated").checked) $("began").value = "";
  else $("began").focus();
  if ($("undated").checked) answered($("began"));
});
$("again-yes").addEventListener("click", () => {
  $("again").hidden = true;
  tried($("guide"), begin);
});
$("again-no").addEventListener("click", () => {
  $("again").hidden = true;
  choose(state.guide);
});
for (const form of document.forms) form.addEventListener("submit", (event) => event.preventDefault());

// ---- writing down ------------------------------------------------------------------------------

async function write(entries) {
  const names = [words.moved_before, words.moved_after];
  const new_state = await ask("record", { now: now(), made: today(), names, ...entries });
  isTouched = true;
  take(new_state);
  if (new_state.moved) show("sheet-moved", new_state.moved);
  $("moved").hidden = !new_state.moved;
  status(new_state.moved ? words.moved_saved : words.moved_none);
  await drawn();
}

// The journey as it is now: into the forms, and into the browser if that was asked for.
function take(new_state) {
  state = new_state;
  choose(state.guide);
  $("began").value = state.start;
  $("undated").checked = !state.start;
  fillDates();
  fillParts();
  fillCompared();
  keep();
}

function fillDates() {
  const focused = document.activeElement?.id;
  const rows = [...state.parts.map((p) => [p.id, said("dates_first", p), p.date]), ["finish", words.dates_finish, state.finish]];
  $("known").replaceChildren(
    ...rows.map(([id, label, date]) => {
      const input = element("input", { id: `known-${id}`, type: "date", value: date, min: "1900-01-01", max: "2200-12-31" });
      input.addEventListener("change", () =>
        tried(input, (insisting) => {
          const key = id === state.parts[0].id ? "start" : id;
          if (input.value) preview(key, input.value);
          return write(input.value ? { known: { [key]: input.value }, ...insisting } : { removed: [key] });
        }),
      );
      return element("div", { className: "field" }, element("label", { htmlFor: input.id }, label), input);
    }),
  );
  $("own").replaceChildren(
    ...state.own.map((own, n) => {
      const day = (text) => new Date(`${text}T12:00`).toLocaleDateString(document.documentElement.lang, { dateStyle: "long" });
      const text = said(own.until ? "own_days" : "own_from", { label: own.label, date: day(own.date), until: own.until && day(own.until) });
      const button = element("button", { type: "button", id: `own-${n}` }, said("own_remove", own));
      button.addEventListener("click", () => tried(button, () => write({ own_removed: [own.label] })));
      return element("li", {}, text, " ", button);
    }),
  );
  $("true").hidden = !state.variations.length;
  $("variations").replaceChildren(
    ...state.variations.map((variation) => {
      const input = element("input", { id: `true-${variation.id}`, type: "checkbox", checked: variation.on });
      input.addEventListener("change", () =>
        tried(input, () => write(input.checked ? { on: [variation.id] } : { off: [variation.id] })),
      );
      const by = variation.by.length ? [element("p", { className: "quiet" }, said("true_by", { names: variation.by.join(", ") }))] : [];
      const sheet = element("div", { id: `sheet-true-${variation.id}`, className: "sheet" });
      leads(sheet);
      const means = element("details", {}, element("summary", {}, words.true_means), ...variation.said.map((text) => element("p", {}, text)), ...by, sheet);
      means.addEventListener("toggle", () => means.open && tried(input, () => wouldChange(variation, sheet.id)));
      return element("div", { className: "field" }, element("label", { className: "tick" }, input, ` ${variation.name}`), means);
    }),
  );
  if (focused) $(focused)?.focus();
}

async function wouldChange({ id, on }, sheet) {
  const sides = [words.true_unticked, words.true_ticked];
  const names = on ? sides.reverse() : sides;
  show(sheet, (await ask("ticked", { variation: id, made: today(), title: words.true_would, names })).html);
}

$("own-form").addEventListener("submit", () =>
  tried($("own-label"), async () => {
    if (!$("own-label").value.trim()) throw new Problem([words.own_what]);
    if (!$("own-date").value) throw new Problem([words.bad_date]);
    await write({ own: [{ label: $("own-label").value, date: $("own-date").value, until: $("own-until").value }] });
    $("own-form").reset();
    $("own-label").focus();
  }),
);

// ---- the views ---------------------------------------------------------------------------------

const drawing = {
  road: () => page("sheet-road", "road"),
  now: () => page("sheet-now", "now", { level: 3, day: $("day").value || today() }),
  parts: () => {
    const [kind, level] = $("why").ariaPressed === "true" ? ["why", 3] : ["part", 2];
    return page("sheet-parts", kind, { level, part: $("part").value });
  },
  dates: async () => {
    await picture();
    if ($("changes").open) await page("sheet-changes", "changes", { level: 3 });
  },
  compare: async () => {
    const chosen = [...document.querySelectorAll("[name=compared]:checked")].map((box) => box.value);
    if (chosen.length < 2) throw new Problem([words.compare_few]);
    await page("sheet-compare", "compare", { level: 3, guides: chosen });
  },
  take: () => {},
};
const view = () => (location.hash.slice(1) in drawing ? location.hash.slice(1) : "road");

async function page(id, kind, options = {}) {
  show(id, (await ask("page", { kind, made: today(), ...options })).html);
}

// At once, with a date that is not written down yet.
async function picture(given = {}) {
  const drawn = await ask("picture", { made: today(), narrow: innerWidth < 768, ...given });
  const style = $("sheet-road").shadowRoot?.querySelector("style").outerHTML ?? ""; // dark where the road is
  show("sheet-picture", drawn.startsWith("<svg") ? `${style}<div class="journey-pages"><figure class="picture">${drawn}</figure></div>` : drawn);
}
const preview = (name, date) =>
  picture(name === "start" ? { start: date } : { known: { [name]: date } }).catch(() => {
    // What is wrong is told by the record.
  });

async function drawn() {
  if (state) await drawing[view()]();
}

function turn() {
  for (const link of document.querySelectorAll("nav a")) {
    const is_here = link.hash.slice(1) === view();
    if (is_here) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  for (const section of document.querySelectorAll("section")) section.hidden = section.id !== `view-${view()}`;
  if (state) tried($(`view-${view()}`).querySelector("input, select, button") ?? $("guide"), drawing[view()]);
}
addEventListener("hashchange", () => {
  turn();
  $(`view-${view()}`).focus({ preventScroll: true });
});

function fillParts() {
  const part = $("part").value;
  $("part").replaceChildren(...state.parts.map(({ id, name }) => element("option", { value: id }, name)));
  if (state.parts.some(({ id }) => id === part)) $("part").value = part;
}

function fillCompared() {
  if (document.querySelector("[name=compared]")) return;
  const own = guideOf(state.guide);
  const second = guides.find((guide) => guide !== own && guide.place === own.place);
  $("compared").append(
    ...guides.map((guide, n) => {
      const box = element("input", { type: "checkbox", name: "compared", id: `compared-${n}`, value: guide.reference, checked: guide === own || guide === second });
      box.addEventListener("change", () => tried(box, drawing.compare));
      return element("label", { className: "tick" }, box, ` ${guide.follows}`);
    }),
  );
}

$("day").value = today();
$("day").addEventListener("change", () => tried($("day"), drawing.now));
$("today").addEventListener("click", () => {
  $("day").value = today();
  tried($("day"), drawing.now);
});
$("part").addEventListener("change", () => tried($("part"), drawing.parts));
$("why").addEventListener("click", () => {
  $("why").ariaPressed = String($("why").ariaPressed !== "true");
  tried($("part"), drawing.parts);
});
$("changes").addEventListener("toggle", () => {
  if ($("changes").open && state) tried($("changes"), () => page("sheet-changes", "changes", { level: 3 }));
});

// ---- saving and printing -----------------------------------------------------------------------

const TYPES = { ics: "text/calendar", html: "text/html", txt: "text/plain", svg: "image/svg+xml", png: "image/png", journey: "application/toml" };
const ENDINGS = { journey: "toml" };

function download(name, content, type) {
  const url = URL.createObjectURL(new Blob([content], { type }));
  const link = element("a", { href: url, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
  status(said("saved", { name }));
}

// The picture as pixels, drawn here from the same SVG; twice as large, for sharp phones.
async function drawnAsPixels(svg) {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const canvas = element("canvas", { width: image.width * 2, height: image.height * 2 });
  const context = canvas.getContext("2d");
  context.fillStyle = "#FFFFFF";
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(image, 0, 0, canvas.width, canvas.height);
  return new Promise((resolve) => canvas.toBlob(resolve, "image/png"));
}

async function save(kind) {
  const options = { made: today(), now: now() };
  let file;
  if (kind === "ics") {
    options.discreet = $("discreet").checked;
    options.reminders = $("reminders").checked;
    const [previous] = $("previous").files;
    if (previous) {
      options.previous = "previous.ics";
      file = { name: options.previous, data: await previous.arrayBuffer() };
    }
  }
  const content = await ask("save", { kind: kind === "png" ? "svg" : kind, ...options }, file);
  const name = kind === "journey" ? "journey.toml" : `treatment.${kind}`;
  const made = kind === "png" ? await drawnAsPixels(new TextDecoder().decode(content)) : content;
  download(name, made, TYPES[kind]);
  if (kind === "journey") isTouched = false;
}

for (const button of document.querySelectorAll("[data-save]")) {
  button.id ||= `save-${button.dataset.save}`;
  button.addEventListener("click", () => tried(button, () => save(button.dataset.save)));
}

// In a frame of its own, so that paper gets the library's own sheets.
async function print(kind) {
  const { html } = await ask("sheets", { kind, made: today() });
  document.querySelector("iframe.printing")?.remove();
  const frame = element("iframe", { className: "printing", title: words.take_print });
  frame.srcdoc = trusted.createHTML(html);
  frame.addEventListener("load", () => frame.contentWindow.print());
  document.body.append(frame);
}
$("print").addEventListener("click", () => tried($("print"), () => print($("pages").value)));
$("blank").addEventListener("click", () => tried($("blank"), () => print("blank")));

// ---- opening -----------------------------------------------------------------------------------

const MOST_BYTES = 2_000_000;

async function opened(file) {
  const name = file.name.replace(/[^\w.-]+/g, "-").replace(/^\.+/, "") || "opened.toml";
  if (file.size > MOST_BYTES) throw new Problem([said("too_large", { name: file.name })]);
  const content = await file.arrayBuffer();
  if (new TextDecoder().decode(content.slice(0, 200)).trimStart().startsWith("BEGIN:VCALENDAR"))
    throw new Problem([said("is_calendar", { name: file.name })]);
  await accept(name, content);
}

async function accept(name, content) {
  const text = new TextDecoder().decode(content);
  const { guide, state: new_state } = await ask("take", { file: name }, { name, data: content });
  if (guide) {
    guides = [withPlace(guide), ...guides.filter((g) => g.reference !== guide.reference)];
    kept_guides.push({ name, text });
    fillGuides(guide.reference);
    status(said("guide_added", { name: guide.name }));
    await answered($("guide"));
  } else {
    take(new_state);
    isTouched = false;
    status(said("opened", { name }));
    await drawn();
  }
}
const kept_guides = [];
const withPlace = (guide) => ({ ...guide, place: guide.name, who: ["adult", "child"] });

$("open").addEventListener("change", () => {
  const [file] = $("open").files;
  if (file) tried($("open"), () => opened(file));
});

// ---- keeping, only if asked --------------------------------------------------------------------

const KEY = "journey";

function keep() {
  if (!$("keep").checked || !state) return;
  try {
    localStorage.setItem(KEY, JSON.stringify({ text: state.text, guides: kept_guides }));
    isTouched = false;
    right($("keep"));
    $("forget").hidden = false;
  } catch {
    $("keep").checked = false;
    wrong($("keep"), new Problem([words.keep_failed]));
  }
}

function kept() {
  try {
    return JSON.parse(localStorage.getItem(KEY));
  } catch {
    return null; // no storage here, or not ours
  }
}

async function reopen(found) {
  for (const { name, text } of found.guides) await accept(name, new TextEncoder().encode(text).buffer);
  await accept("journey.toml", new TextEncoder().encode(found.text).buffer);
}

$("keep").addEventListener("change", () => {
  if ($("keep").checked) {
    keep();
    if ($("keep").checked) status(words.kept);
  } else forget();
});
$("forget").addEventListener("click", async () => {
  forget();
  $("began").value = "";
  $("undated").checked = true;
  await begin();
  isTouched = false;
  $("moved").hidden = true;
  status(words.forgotten);
});
function forget() {
  try {
    localStorage.removeItem(KEY);
  } catch {
    // Then nothing was kept.
  }
  $("keep").checked = false;
  $("forget").hidden = true;
}
addEventListener("storage", (event) => {
  if (event.key !== KEY || !$("keep").checked || !event.newValue) return;
  tried($("keep"), async () => {
    await reopen(JSON.parse(event.newValue));
    status(words.other_tab);
  });
});
addEventListener("beforeunload", (event) => {
  if (isTouched && !$("keep").checked) event.preventDefault();
});

// ---- licences ----------------------------------------------------------------------------------

$("licences").addEventListener("toggle", () => {
  if ($("terms").childElementCount) return;
  for (const [name, text] of Object.entries(data("licences")))
    $("terms").append(element("h3", {}, name), element("pre", {}, text));
});

// ---- beginning ---------------------------------------------------------------------------------

async function main() {
  fillGuides();
  turn();
  if (typeof WebAssembly !== "object" || typeof DecompressionStream !== "function") {
    status(words.no_wasm);
    return;
  }
  const found = kept();
  await launch();
  await new Promise((resolve) => {
    const wait = () => (isReady ? resolve() : setTimeout(wait, 20));
    wait();
  });
  if (found) {
    $("keep").checked = true;
    $("forget").hidden = false;
    await tried($("keep"), () => reopen(found));
  }
  if (!state) await tried($("guide"), begin);
  status(words.ready);
}
main().catch((error) => fail(error.message));
