// node tell.mjs <Chromium>: keeps one browser, and tells the stories that its input asks for, a line each:
// ["<story>", "<address of the page>", what else it needs]. Each answer is a JSON string with what was wrong, "" for nothing.
import { createInterface } from "node:readline";
import { inspect } from "node:util";
import { chromium } from "playwright-core";
import { access } from "./stories/access.mjs";
import { faults } from "./stories/faults.mjs";
import { people } from "./stories/people.mjs";

const stories = { ...people, ...faults, ...access };

const browser = await chromium.launch({
  executablePath: process.argv[2],
  // As root Chromium has no sandbox, and it shall look for nothing in the network.
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
answer(""); // It is ready.
for await (const line of createInterface({ input: process.stdin })) answer(await tell(...JSON.parse(line)));
await browser.close();

function answer(problem) {
  console.log(JSON.stringify(problem));
}

async function tell(name, address, ...more) {
  const errors = [];
  const contexts = [];

  /** A new page in a new browser context. */
  async function open(options = {}) {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
    contexts.push(context);
    context.setDefaultTimeout(15_000);
    const page = await context.newPage();
    page.on("pageerror", error => errors.push(`${error}`));
    page.on("console", message => { if (message.type() === "error") errors.push(message.text()); });
    page.on("dialog", dialog => { errors.push(`dialog: ${dialog.message()}`); dialog.dismiss(); });
    await page.goto(address);
    await page.waitForFunction(() => document.querySelector("#email").value && document.body.dataset.connected === "true" && document.querySelector("#expect").textContent);
    if (contexts.length === 1) await mend(page);
    return page;
  }

  try {
    await stories[name]({ open, address, errors }, ...more);
    return errors.length ? `The page had errors:\n${errors.join("\n")}` : "";
  } catch (error) {
    return inspect(error);
  } finally {
    for (const context of contexts) await context.close();
  }
}

/** A story that failed may have left something broken. */
async function mend(page) {
  if ((await page.textContent("#expect")).includes("nothing is broken")) return;
  for (const service of ["cognito", "dynamodb"]) await page.selectOption(`#${service}-fault`, "None");
  if (await page.getAttribute("#kill", "aria-pressed") === "true") await page.click("#kill");
  await page.locator("#expect").filter({ hasText: "nothing is broken" }).waitFor();
}
