// Lives one family's story in the page, in chromium, and tells what was seen.
// node story.mjs JOBS.json: reads what to do, writes found.json, downloads and screenshots beside it.
import fs from "node:fs";
import path from "node:path";
import { createRequire } from "node:module";

const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(import.meta.url)(jobs.playwright);
const axe = fs.readFileSync(jobs.axe, "utf8");
const found = { objections: [], requests: [], before: {}, seen: {}, stored: {} };
const say = (what) => found.objections.push(what);
const browser = await chromium.launch({
  executablePath: jobs.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

async function opened(options = {}, prepare = () => {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 }, locale: "en-GB", acceptDownloads: true,
    offline: jobs.url.startsWith("file:"), ...options,
  });
  const page = await context.newPage();
  page.on("request", (request) => {
    if (!/^(blob|data):/.test(request.url())) found.requests.push([page.step ?? "load", request.url()]);
  });
  page.on("pageerror", (error) => say(`an error in the page: ${error}`));
  page.on("console", (message) => {
    if (message.type() === "error" && !page.mayComplain) say(`the console says ${message.text().slice(0, 300)}`);
  });
  await page.addInitScript(() => {
    globalThis.broken = [];
    addEventListener("securitypolicyviolation", (event) => broken.push(`${event.violatedDirective} ${event.blockedURI}`));
    print = () => { document.printed = true; };
  });
  await page.clock.setFixedTime(new Date(jobs.time));
  await prepare(page);
  await page.goto(jobs.url);
  return page;
}

const text = (page, id) => page.locator(`#${id}`).textContent();
const sheet = (page, id) => page.evaluate((name) => document.getElementById(name).shadowRoot?.textContent.replaceAll("\u00a0", " ") ?? "", `sheet-${id}`);
const ready = (page) => page.waitForFunction((said) => document.getElementById("status").textContent === said, jobs.words.ready, { timeout: 180_000 });
const shows = (page, id, words) =>
  page.waitForFunction(([name, said]) => document.getElementById(name).shadowRoot?.textContent.replaceAll("\u00a0", " ").includes(said), [`sheet-${id}`, words], { timeout: 30_000 });
// The undated road names the year as well, in its foot.
const dated = (page) =>
  page.waitForFunction(() => !document.getElementById("sheet-road").shadowRoot.textContent.includes("There are no dates yet"), null, { timeout: 30_000 });

async function view(page, name) {
  await page.click(`nav a[href="#${name}"]`);
  await page.waitForFunction((id) => !document.getElementById(id).hidden, `view-${name}`);
}

async function judged(page, name, rules = {}) {
  await page.evaluate(axe);
  const told = await page.evaluate((rules) => axe.run({ resultTypes: ["violations"], rules }), rules);
  if (told.passes.length === 0) say("axe-core looked at nothing");
  for (const violation of told.violations)
    say(`${name}: ${violation.id}, ${violation.nodes.length} times, ${violation.nodes[0].html.slice(0, 160)}`);
}

async function looked(page, name) {
  if (!jobs.pictures) return;
  for (const width of [390, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    await page.screenshot({ path: path.join(jobs.folder, `${name}-${width}.png`), fullPage: true });
  }
}

// As people have set up their browsers: dark, in colours of their own, without motion.
async function unlike(page, name) {
  const theirs = { "color-contrast": { enabled: false } }; // forced colours are the reader's own
  for (const [media, rules] of [[{ colorScheme: "dark" }], [{ forcedColors: "active", reducedMotion: "reduce" }, theirs]]) {
    await page.emulateMedia(media);
    await judged(page, `${name}, ${Object.values(media)[0]}`, rules);
    if (jobs.pictures) await page.screenshot({ path: path.join(jobs.folder, `${name}-${Object.values(media)[0]}.png`), fullPage: true });
  }
  await page.emulateMedia({ colorScheme: null, forcedColors: null, reducedMotion: null });
}

// Without a mouse: every control takes the focus, in the order in which it stands, and shows that it has it.
async function walked(page) {
  await page.evaluate(() => { document.activeElement.blur(); scrollTo(0, 0); });
  const wanted = await page.evaluate(() =>
    [...document.querySelectorAll("a[href], button, input, select, summary")]
      .filter((e) => e.checkVisibility() && !e.disabled && (e.type !== "radio" || e.checked))
      .map((e) => e.id || e.textContent.trim()));
  const met = [];
  for (let n = 0; n < 400 && met.length < wanted.length; n += 1) {
    await page.keyboard.press("Tab");
    const [name, shown] = await page.evaluate(() => {
      const e = document.activeElement;
      return [e.id || e.textContent.trim(), e.shadowRoot || getComputedStyle(e).outlineStyle !== "none"];
    });
    if (wanted.includes(name) && !shown) say(`${name} has the focus and does not show it`);
    if (wanted.includes(name) && met.at(-1) !== name) met.push(name);
  }
  met.unshift(...met.splice(met.indexOf(wanted[0]))); // a walk begins where the last click was
  if (met.join() !== wanted.join()) say(`the keyboard meets ${met.join()} where ${wanted.join()} stand`);
}

async function pressed(page, name, key) {
  await page.locator(name).focus();
  await page.keyboard.press(key);
}

async function narrow(page, name) {
  for (const width of [320, 1280]) {
    await page.setViewportSize({ width, height: 900 });
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    if (wide > 0) say(`${name} scrolls sideways by ${wide} px at ${width} px`);
  }
}

async function saved(page, kind, name) {
  const [file] = await Promise.all([page.waitForEvent("download"), page.click(`[data-save="${kind}"]`)]);
  await file.saveAs(path.join(jobs.folder, name));
}

async function stored(page) {
  return page.evaluate(async () => ({
    local: { ...localStorage }, session: { ...sessionStorage }, cookies: document.cookie,
    databases: (await indexedDB.databases()).map(({ name }) => name),
  }));
}

async function wrongFile(page, name, size, content) {
  const file = path.join(jobs.folder, name);
  fs.writeFileSync(file, content);
  if (size) fs.truncateSync(file, size);
  await page.setInputFiles("#open", file);
  await page.waitForSelector("#open-error");
  found.seen[name] = await text(page, "open-error");
}

async function story() {
  const page = await opened();
  found.before.road = await sheet(page, "road");
  found.before.status = await text(page, "status");
  await ready(page);
  page.step = "after";
  await judged(page, "undated");
  await page.selectOption("#place", "en-US");
  found.seen.language = await page.getAttribute("html", "lang");
  await page.selectOption("#place", "en-GB");

  await page.fill("#began", "2026-03-02");
  await dated(page);
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.screenshot({ path: path.join(jobs.folder, "page.png") }); // the one of the README
  found.seen.road = await page.locator("#sheet-road").innerText();
  for (const name of ["now", "parts", "compare", "take", "road"]) {
    await view(page, name);
    if (!["take", "road"].includes(name)) await shows(page, name, "before you act on it");
    await judged(page, name);
    await narrow(page, name);
    await looked(page, name);
  }
  await page.goBack(); // back to the view before, and nothing is lost
  found.seen.back = await page.evaluate(() => [location.hash, document.getElementById("began").value]);

  await view(page, "dates");
  await page.fill("#known-consolidation", "2026-04-27");
  await shows(page, "moved", "27 April 2026");
  await page.fill("#known-consolidation", "2025-01-01");
  await page.waitForSelector("#known-consolidation-error");
  found.seen.wrong = await text(page, "known-consolidation-error");
  await page.fill("#known-consolidation", "2036-04-27"); // a slip of ten years is asked about
  await page.waitForSelector("#known-consolidation-error button");
  await judged(page, "an error");
  await page.fill("#known-consolidation", "2026-04-27");
  await page.fill("#own-label", "<img src=x onerror=alert(1)>");
  await page.fill("#own-date", "2026-08-01");
  await page.click("#own-form button");
  await page.waitForSelector("#own-0");
  found.seen.own = await text(page, "own");

  await view(page, "take");
  await saved(page, "ics", "first.ics");
  await saved(page, "journey", "first.toml");
  await page.clock.setFixedTime(new Date(jobs.later));
  await view(page, "dates");
  await page.fill("#known-consolidation", "2026-05-11"); // a delay
  await shows(page, "moved", "11 May 2026");
  found.seen.moved = await sheet(page, "moved");
  await page.click("#changes summary");
  await shows(page, "changes", "11 May 2026");
  await page.click("#true > summary");
  await page.click("#true-transplant >> xpath=../../details/summary"); // told before it is ticked
  await shows(page, "true-transplant", "Now in this plan");
  await judged(page, "dates");
  await unlike(page, "dates");
  await narrow(page, "dates");
  await looked(page, "dates");
  await view(page, "take");
  await page.setInputFiles("#previous", path.join(jobs.folder, "first.ics"));
  for (const kind of ["ics", "html", "txt", "svg", "png"]) await saved(page, kind, `second.${kind}`);
  await saved(page, "journey", "second.toml");
  await page.click("#print");
  await page.waitForFunction(() => document.querySelector("iframe.printing")?.contentDocument?.printed);
  const printed = await page.evaluate(() => document.querySelector("iframe.printing").srcdoc);
  fs.writeFileSync(path.join(jobs.folder, "printed.html"), printed);

  page.mayComplain = true; // the console tells of files that are refused
  for (const [name, size, content] of jobs.files)
    await wrongFile(page, name, size, content);
  await page.evaluate(() => { Storage.prototype.setItem = () => { throw new DOMException("", "QuotaExceededError"); }; });
  await page.click("#keep"); // it cannot, and unticks itself
  await page.waitForSelector("#keep-error");
  found.seen.full = await text(page, "keep-error");
  page.mayComplain = false;
  found.stored.unasked = await stored(page);

  page.step = "load";
  await page.reload();
  await ready(page);
  page.step = "after";
  found.seen.again = await page.inputValue("#began");
  await page.setInputFiles("#open", path.join(jobs.folder, "second.toml"));
  await view(page, "road");
  await dated(page);
  await walked(page);
  await pressed(page, 'nav a[href="#dates"]', "Enter");
  await page.waitForFunction(() => document.activeElement.id === "view-dates");
  await pressed(page, "#true > summary", "Enter");
  await walked(page);
  await view(page, "take");
  await saved(page, "journey", "third.toml");
  await saved(page, "html", "third.html");
  await page.check("#keep");
  found.stored.asked = await stored(page);

  const other = fs.readFileSync(path.join(jobs.folder, "first.toml"), "utf8"); // from another tab
  await page.evaluate((said) => dispatchEvent(new StorageEvent("storage", { key: "journey", newValue: JSON.stringify({ text: said, guides: [] }) })), other);
  await page.waitForFunction(() => document.getElementById("known-consolidation").value === "2026-04-27");
  await page.click("#forget");
  await page.waitForFunction((said) => document.getElementById("status").textContent === said, jobs.words.forgotten);
  found.stored.forgotten = await stored(page);
  found.seen.forgotten = await page.inputValue("#began");
  found.broken = await page.evaluate(() => broken);
  await page.context().close();
}

// Without what it needs, it still shows the road.
async function poor() {
  const old = await opened({}, (page) => page.addInitScript(() => { delete globalThis.WebAssembly; }));
  found.seen.old = [await text(old, "status"), await sheet(old, "road")];
  await old.context().close();
  const still = await opened({ javaScriptEnabled: false });
  found.seen.still = [await still.locator("body").innerText(), await still.locator("#sheet-road").getByText("There are no dates yet").isVisible()];
  await still.context().close();
}

async function printed() {
  const page = await browser.newPage();
  await page.goto(`file://${path.join(jobs.folder, "printed.html")}`);
  await page.pdf({ path: path.join(jobs.folder, "printed.pdf"), preferCSSPageSize: true });
}

try {
  await story();
  await poor();
  await printed();
} finally {
  await browser.close();
  fs.writeFileSync(path.join(jobs.folder, "found.json"), JSON.stringify(found));
}
