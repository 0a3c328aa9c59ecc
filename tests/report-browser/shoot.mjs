// Takes a picture of one element of a page, or with an empty selector of what a window shows of it:
// node shoot.mjs PAGE.html SELECTOR PICTURE.png
import { chromium } from "playwright-core";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";

const [page, selector, picture] = process.argv.slice(2);
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--headless", "--no-sandbox", "--disable-gpu"],
});
try {
  const tab = await browser.newPage({ viewport: { width: 1100, height: 900 } });
  await tab.goto(pathToFileURL(resolve(page)).href);
  await (selector ? tab.locator(selector).first() : tab).screenshot({ path: picture });
} finally {
  await browser.close();
}
