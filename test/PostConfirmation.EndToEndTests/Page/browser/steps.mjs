// What people do on the page, step by step, and what they see there.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";

export const text = (page, selector) => page.locator(selector).first().innerText();
export const shows = (page, selector, what) => page.locator(selector).filter({ hasText: what }).first().waitFor();
export const newest = "#invocations > li:first-child";

export async function signUp(page, { email, address } = {}) {
  if (email !== undefined) await page.fill("#email", email);
  if (address !== undefined) await page.fill("#address", address);
  email = await page.inputValue("#email");
  await page.click("#sign-up button");
  await shows(page, "#who", email);
  await page.locator("#confirm button:enabled").waitFor();
  return email;
}

/** @returns The summary of the invocation that it made. */
export async function confirm(page, outcome) {
  const before = await page.locator("#invocations > li").count();
  await page.click("#confirm button");
  await page.waitForFunction(count => document.querySelectorAll("#invocations > li").length > count, before);
  const summary = await ended(page, outcome);
  await shows(page, "#changes", /^Confirm: /);
  return summary;
}

export async function ended(page, outcome) {
  await page.locator(`${newest}[data-outcome=${outcome}]`).waitFor().catch(async error => {
    throw new Error(`It is not ${outcome}:\n${await openNewest(page)}`, { cause: error });
  });
  return text(page, `${newest} summary`);
}

export const breakIt = async (page, service, fault, calls = "3") => {
  await page.selectOption(`#${service}-calls`, calls);
  await page.selectOption(`#${service}-fault`, fault);
  await page.locator(`[data-service=${service}][data-broken=${fault !== "None"}]`).waitFor(); // The server has it.
};

export const record = page => page.locator("#record tr").evaluateAll(rows =>
  Object.fromEntries(rows.map(row => [row.dataset.path, { value: row.children[1].textContent, mark: row.dataset.mark }])));

export const user = async (page, what) => page.locator(`#user [data-path=${what}] td`).first().innerText();

export async function repair(page) {
  const before = await text(page, "#repair-told");
  await page.click("#run");
  await page.waitForFunction(before => {
    const told = document.querySelector("#repair-told").textContent;
    return told !== before && told.startsWith("Run ");
  }, before);
}

export async function openNewest(page) {
  await page.click(`${newest} summary`);
  return text(page, `${newest} details > div`);
}

export async function axe(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map(node => `${node.html}\n${node.failureSummary}`)]), []);
}
