// Shows HTML reports to headless Chromium: in light, dark and print no console message, no request but
// for the file itself, nothing left folded on paper, and no violation that axe knows.
// Usage: node look.mjs [--pictures FOLDER] REPORT.html...
import { chromium } from "playwright-core";
import { createRequire } from "node:module";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";

const args = process.argv.slice(2);
const pictures = args[0] === "--pictures" ? args.splice(0, 2)[1] : null;
if (args.length === 0) {
  console.error("no report was given");
  process.exit(2);
}
const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const data = mkdtempSync(join(tmpdir(), "report-browser-"));
const executablePath = ["/usr/bin/chromium", "/usr/bin/chromium-browser"].find((p) => existsSync(p));
const problems = [];
let looked = 0;

const context = await chromium.launchPersistentContext(data, {
  executablePath,
  headless: true,
  // axe is put into the page from outside; the page's own policy is looked at before that.
  bypassCSP: false,
  viewport: { width: 1100, height: 900 },
  args: [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
try {
  for (const file of args) {
    const url = pathToFileURL(resolve(file)).href;
    for (const look of ["light", "dark", "print"]) {
      const where = `${basename(file)}, ${look}`;
      const page = await context.newPage();
      const requests = [];
      page.on("console", (m) => problems.push(`${where}: console says ${m.text()}`));
      page.on("pageerror", (e) => problems.push(`${where}: ${e.message}`));
      page.on("request", (r) => requests.push(r.url()));
      await page.emulateMedia(
        look === "print" ? { media: "print", colorScheme: "light" } : { media: "screen", colorScheme: look },
      );
      await page.goto(url, { waitUntil: "load" });
      for (const request of requests.filter((r) => r !== url)) problems.push(`${where}: asks for ${request}`);
      if (requests.length === 0) problems.push(`${where}: the page was not asked for`);
      const seen = await page.evaluate(() => ({
        style: getComputedStyle(document.body).maxWidth,
        paper: getComputedStyle(document.body).backgroundColor,
        wide: document.documentElement.scrollWidth > innerWidth + 1,
        folded: [...document.querySelectorAll("details article")].filter((a) => !a.checkVisibility()).length,
        all: document.querySelectorAll("details article").length,
      }));
      if (look !== "print" && seen.style === "none") problems.push(`${where}: the style is not applied`);
      if ((look === "dark") !== (seen.paper === "rgb(20, 23, 26)")) problems.push(`${where}: paper is ${seen.paper}`);
      if (seen.wide) problems.push(`${where}: wider than the window`);
      if (look === "print" && seen.folded > 0) problems.push(`${where}: ${seen.folded} of ${seen.all} findings stay folded`);
      if (look !== "print" && seen.all > 0 && seen.folded !== seen.all) problems.push(`${where}: not folded`);
      if (pictures && look !== "print") {
        await page.screenshot({ path: join(pictures, `${basename(file, ".html")}-${look}.png`) });
      }
      if (look === "print") await page.pdf({ preferCSSPageSize: true });
      // The policy of the page stops scripts, so axe comes through the debugging channel.
      await page.evaluate(axe);
      if (look !== "print") await page.evaluate(() => document.querySelectorAll("details").forEach((d) => (d.open = true)));
      const result = await page.evaluate(() => globalThis.axe.run(document));
      if (result.passes.length < 10) problems.push(`${where}: axe looked at ${result.passes.length} rules only`);
      for (const v of result.violations) {
        problems.push(`${where}: axe ${v.id}: ${v.help}: ${v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160)).join(" | ")}`);
      }
      looked += 1;
      await page.close();
    }
  }
} finally {
  await context.close();
  rmSync(data, { recursive: true, force: true });
}
problems.forEach((p) => console.error(p));
console.log(`looked at ${looked} pages, ${problems.length} problems`);
process.exit(problems.length === 0 && looked === 3 * args.length ? 0 : 1);
