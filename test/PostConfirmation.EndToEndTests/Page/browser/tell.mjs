// node tell.mjs <browser> <address of the page> <story> [what else it needs]
import { chromium } from "playwright-core";
import { access } from "./stories/access.mjs";
import { faults } from "./stories/faults.mjs";
import { people } from "./stories/people.mjs";

const stories = { ...people, ...faults, ...access };

const [endpoint, address, name, ...more] = process.argv.slice(2);
const browser = await chromium.connect(endpoint);
const errors = [];
let opened = 0;

/** A new page in a new browser context. */
async function open(options = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  context.setDefaultTimeout(15_000);
  const page = await context.newPage();
  page.on("pageerror", error => errors.push(`${error}`));
  page.on("console", message => { if (message.type() === "error") errors.push(message.text()); });
  page.on("dialog", dialog => { errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
  await page.goto(address);
  await page.waitForFunction(() => document.querySelector("#email").value && document.body.dataset.connected === "true" && document.querySelector("#expect").textContent);
  if (opened++ === 0) await mend(page);
  return page;
}

/** A story that failed may have left something broken. */
async function mend(page) {
  if ((await page.textContent("#expect")).includes("nothing is broken")) return;
  for (const service of ["cognito", "dynamodb"]) await page.selectOption(`#${service}-fault`, "None");
  if (await page.getAttribute("#kill", "aria-pressed") === "true") await page.click("#kill");
  await page.locator("#expect").filter({ hasText: "nothing is broken" }).waitFor();
}

try {
  await stories[name]({ open, address, errors }, ...more);
  if (errors.length) throw new Error(`The page had errors:\n${errors.join("\n")}`);
} finally {
  await browser.close();
}
