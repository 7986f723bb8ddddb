// Opens pages in chromium and measures them. node offline.mjs JOBS.json: prints a line of JSON a run.
import fs from "node:fs";
import { createRequire } from "node:module";

const jobs = JSON.parse(fs.readFileSync(process.argv[2], "utf8"));
const { chromium } = createRequire(import.meta.url)(jobs.playwright);

const launch = () => chromium.launch({
  executablePath: jobs.chromium,
  args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
});

// What the processes that show the page hold, in MB: shared memory is counted by its share.
async function memory(browser) {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  return processInfo.filter(({ type }) => type === "renderer").map(({ id }) => {
    const [, kilobytes] = /^Pss:\s+(\d+)/m.exec(fs.readFileSync(`/proc/${id}/smaps_rollup`, "utf8"));
    return Number(kilobytes) / 1000;
  }).reduce((a, b) => Math.max(a, b));
}

async function plain() {
  const browser = await launch();
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(jobs.plain);
  await page.waitForFunction(() => document.title === "done", null, { timeout: 180_000 });
  const seconds = (performance.now() - began) / 1000;
  await browser.close();
  return { plain: seconds };
}

async function ours(name, url) {
  const browser = await launch();
  const page = await browser.newPage();
  const began = performance.now();
  await page.goto(url, { waitUntil: "commit" });
  await page.waitForFunction((said) => document.getElementById("status")?.textContent === said, jobs.ready, { timeout: 180_000 });
  const cold = (performance.now() - began) / 1000;
  const content = await page.evaluate(() => performance.getEntriesByName("first-contentful-paint")[0].startTime / 1000);
  await page.fill("#began", "2026-03-02");
  await page.click('nav a[href="#dates"]');
  await page.waitForFunction(() => document.querySelectorAll("#known input").length > 1 && document.getElementById("sheet-picture").shadowRoot);
  const redraws = await page.evaluate(async () => {
    const root = document.getElementById("sheet-picture").shadowRoot;
    const times = [];
    for (let n = 0; n < 30; n += 1) {
      const field = document.getElementById("known-consolidation");
      const drawn = new Promise((resolve) => {
        new MutationObserver((_, observer) => { observer.disconnect(); resolve(performance.now()); }).observe(root, { childList: true });
      });
      field.value = `2026-05-${String(1 + (n % 28)).padStart(2, "0")}`;
      const before = performance.now();
      field.dispatchEvent(new Event("change"));
      times.push((await drawn) - before);
      await new Promise((resolve) => setTimeout(resolve, 400)); // until it is written down
    }
    return times.slice(5).sort((a, b) => a - b);
  });
  const megabytes = await memory(browser);
  await browser.close();
  return { [`${name} content`]: content, [`${name} cold`]: cold, [`${name} redraw`]: redraws[Math.floor(redraws.length / 2)], [`${name} memory`]: megabytes };
}

for (let n = 0; n < jobs.runs; n += 1) {
  console.log(JSON.stringify({ ...(await plain()), ...(await ours("single", jobs.single)), ...(await ours("site", jobs.site)) }));
}
