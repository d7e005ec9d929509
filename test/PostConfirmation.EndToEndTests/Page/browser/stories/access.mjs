// Accessibility, a server that is gone, and the picture.
// Each story is a test: it throws where the page does something else.
import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import { shrink } from "../png.mjs";
import { shows, newest, signUp, confirm, ended, breakIt, repair, openNewest, axe } from "../steps.mjs";

export const access = {
  async keyboard({ open }) {
    const page = await open();
    const press = async (...keys) => { for (const key of keys) await page.keyboard.press(key); };
    const focus = () => page.evaluate(() => document.activeElement.id || document.activeElement.textContent.trim());
    const tabTo = async id => {
      for (let i = 0; i < 80 && await focus() !== id; i++) await press("Tab");
      assert.equal(await focus(), id);
    };
    await tabTo("email");
    await press("Enter");
    await page.waitForFunction(() => document.activeElement.id === "code");
    await press("Enter");
    await ended(page, "provisioned");
    await tabTo("fill");
    await press("Enter");
    await shows(page, "#changes", "Put apples in the cart: 2 lines changed.");
    await press("Shift+Tab", "Space");
    await ended(page, "skipped");
    await press("Tab", "Tab", "Enter");
    await page.locator(`${newest} details[open]`).waitFor();
    await tabTo("cognito-fault");
    await press("t");
    await shows(page, "#expect", /^group-deferred/);
    await press("Home");
    await shows(page, "#expect", "provisioned: nothing is broken.");
    await tabTo("kill");
    await press("Space");
    await page.locator("#kill[aria-pressed=true]").waitFor();
    await press("Space");
    await page.locator("#kill[aria-pressed=false]").waitFor();
    await tabTo("run");
    await press("Enter");
    await shows(page, "#repair-told", /Run \d+, /);
  },

  async phone({ open }) {
    const page = await open({ viewport: { width: 320, height: 640 }, isMobile: true, hasTouch: true });
    const fits = async () => assert.equal(await page.evaluate(() => document.documentElement.scrollWidth), 320);
    await fits();
    await signUp(page, { email: `${"long".repeat(12)}@example.com`, address: JSON.stringify({ ["n".repeat(60)]: "v".repeat(300) }) });
    await page.tap("#kill");
    await confirm(page, "failed");
    await openNewest(page);
    await repair(page);
    await page.locator("#record tr").first().waitFor();
    await page.tap("#about summary");
    await fits();
  },

  async axe({ open }, colorScheme, width) {
    const page = await open({ colorScheme, viewport: { width: Number(width), height: 900 } });
    const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    const own = await ground();
    await page.emulateMedia({ colorScheme: colorScheme === "dark" ? "light" : "dark" });
    assert.notEqual(await ground(), own);
    await page.emulateMedia({ colorScheme });
    await axe(page);
    await signUp(page);
    await breakIt(page, "cognito", "Throttled");
    await axe(page);
    await confirm(page, "group-deferred");
    await openNewest(page);
    await page.click("#about summary");
    await axe(page);
    await page.click("#kill");
    await signUp(page);
    await confirm(page, "failed");
    await axe(page);
    await repair(page);
    await page.locator("#completed:not([hidden])").waitFor();
    await axe(page);
  },

  async serverGone({ open, errors }, processId) {
    const page = await open();
    await signUp(page);
    process.kill(Number(processId), "SIGKILL");
    await shows(page, "#gone", "The server is gone.");
    await shows(page, "#connection", "Not connected");
    assert.equal(await page.locator("button:enabled, select:enabled").count(), 0);
    await axe(page);
    errors.length = 0; // The browser's own words for a connection that is refused.
  },

  async picture({ open }, path) {
    const page = await open({ viewport: { width: 1280, height: 1000 }, colorScheme: "light" });
    await signUp(page);
    await confirm(page, "provisioned");
    await page.click("#reset");
    await ended(page, "skipped");
    await breakIt(page, "cognito", "Throttled");
    await signUp(page);
    await confirm(page, "group-deferred");
    await repair(page);
    await shows(page, "#changes", "Reconcile: 2 lines changed.");
    await page.locator("#about").evaluate(about => about.remove());
    const screenshot = await page.screenshot({ fullPage: true });
    await page.goto("about:blank");
    await writeFile(path, await shrink(page, screenshot));
  },
};
