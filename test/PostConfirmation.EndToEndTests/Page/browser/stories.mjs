// Each is a test: it throws where the page does not do what its name says in PageTests.cs.
import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { shrink } from "./png.mjs";

const text = (page, selector) => page.locator(selector).first().innerText();
const shows = (page, selector, what) => page.locator(selector).filter({ hasText: what }).first().waitFor();
const newest = "#invocations > li:first-child";

async function signUp(page, { email, address } = {}) {
  if (email !== undefined) await page.fill("#email", email);
  if (address !== undefined) await page.fill("#address", address);
  email = await page.inputValue("#email");
  await page.click("#sign-up button");
  await shows(page, "#who", email);
  await page.locator("#confirm button:enabled").waitFor();
  return email;
}

/** @returns The summary of the invocation that it made. */
async function confirm(page, outcome) {
  const before = await page.locator("#invocations > li").count();
  await page.click("#confirm button");
  await page.waitForFunction(count => document.querySelectorAll("#invocations > li").length > count, before);
  const summary = await ended(page, outcome);
  await shows(page, "#changes", /^Confirm: /);
  return summary;
}

async function ended(page, outcome) {
  await page.locator(`${newest}[data-outcome=${outcome}]`).waitFor().catch(async error => {
    throw new Error(`It is not ${outcome}:\n${await openNewest(page)}`, { cause: error });
  });
  return text(page, `${newest} summary`);
}

const breakIt = async (page, service, fault, calls = "3") => {
  await page.selectOption(`#${service}-calls`, calls);
  await page.selectOption(`#${service}-fault`, fault);
};

const record = page => page.locator("#record tr").evaluateAll(rows =>
  Object.fromEntries(rows.map(row => [row.dataset.path, { value: row.children[1].textContent, mark: row.dataset.mark }])));

const user = async (page, what) => page.locator(`#user [data-path=${what}] td`).first().innerText();

async function repair(page) {
  const before = await text(page, "#repair-told");
  await page.click("#run");
  await page.waitForFunction(before => {
    const told = document.querySelector("#repair-told").textContent;
    return told !== before && told.startsWith("Run ");
  }, before);
}

async function openNewest(page) {
  await page.click(`${newest} summary`);
  return text(page, `${newest} details > div`);
}

async function axe(page) {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  const { violations } = await page.evaluate(() => axe.run());
  assert.deepEqual(violations.map(({ id, nodes }) => [id, ...nodes.map(node => `${node.html}\n${node.failureSummary}`)]), []);
}

export const stories = {
  async signUp({ open }) {
    const page = await open();
    const email = await signUp(page);
    assert.equal(await user(page, "status"), "UNCONFIRMED");
    assert.match(await text(page, "#no-record"), /no record/);

    const summary = await confirm(page, "provisioned");

    assert.match(summary, /ConfirmSignUp[^]*provisioned[^]*(cold|warm)[^]*\d (ms|s)[^]*Cognito[^]*✓[^]*DynamoDB[^]*✓/);
    await shows(page, "#told", "The sign-up is confirmed.");
    await shows(page, "#changes", /^Confirm: \d+ lines changed\.$/);
    assert.deepEqual([await user(page, "status"), await user(page, "groups")], ["CONFIRMED", "customers"]);
    const kept = await record(page);
    assert.equal(kept["/email"].value, JSON.stringify(email));
    assert.equal(kept["/addresses/home/locality"].value, '"Köln"');
    assert.equal(kept["/shopping_cart"].value, "{}");
    assert.equal(kept["/pending_group"], undefined);
    assert.ok(Object.values(kept).every(line => line.mark === "new"));

    const details = await openNewest(page);
    assert.match(details, /What the user is shown\s+The sign-up is confirmed\./);
    assert.match(details, /"triggerSource": "PostConfirmation_ConfirmSignUp"/);
    assert.match(details, /"outcome": "provisioned"/);
    assert.match(details, /Cognito: answered 200[^]*DynamoDB: answered 200/);
  },

  async textAddress({ open }) {
    const page = await open();
    await page.check("[value=text]");
    await signUp(page);
    await confirm(page, "provisioned");
    const kept = await record(page);
    assert.equal(kept["/addresses/default/formatted"].value, JSON.stringify("Lindenallee 7\n50968 Köln\nGermany"));
  },

  async wrongCode({ open }) {
    const page = await open();
    await signUp(page);
    await page.fill("#code", "000000");
    await page.click("#confirm button");
    await shows(page, "#told", "CodeMismatchException");
    await shows(page, "#changes", "Confirm: nothing changed.");
    assert.equal(await user(page, "status"), "UNCONFIRMED");
  },

  async passwordReset({ open }) {
    const page = await open();
    await signUp(page);
    await confirm(page, "provisioned");
    await page.click("#fill");
    await shows(page, "#changes", "Put apples in the cart: 2 lines changed.");
    const filled = await record(page);
    assert.deepEqual(filled["/shopping_cart/apples"], { value: "3", mark: "new" });

    await page.click("#reset");

    await shows(page, "#changes", "Reset the password: nothing changed.");
    assert.match(await ended(page, "skipped"), /ConfirmForgotPassword[^]*password-reset/);
    const after = await record(page);
    assert.deepEqual(Object.entries(after).map(([path, { value }]) => [path, value]), Object.entries(filled).map(([path, { value }]) => [path, value]));
    assert.ok(Object.values(after).every(line => line.mark === ""));
  },

  async throttledCognito({ open }) {
    const page = await open();
    await repair(page);
    const email = await signUp(page);
    await breakIt(page, "cognito", "Throttled");
    await shows(page, "#expect", /^group-deferred\. .*pending_group.*Reconcile/);

    const summary = await confirm(page, "group-deferred");

    assert.match(summary, /Cognito[^]*✗✗✗[^]*DynamoDB[^]*✓[^]*TooManyRequestsException/);
    await shows(page, "#happened", /^group-deferred .*as expected\.$/);
    await shows(page, "#told", "The sign-up is confirmed.");
    await shows(page, "[data-path='/pending_group']", "customers");
    assert.equal(await user(page, "groups"), "none");
    assert.equal(await page.inputValue("#cognito-fault"), "None");

    await repair(page);

    await shows(page, "#completed", email);
    await shows(page, "#summary", /added to the group\s*1/);
    await shows(page, "#changes", "Reconcile: 2 lines changed.");
    assert.equal(await user(page, "groups"), "customers");
    assert.equal((await record(page))["/pending_group"].mark, "removed");
  },

  async hangingDynamoDb({ open }) {
    const page = await open();
    await breakIt(page, "dynamodb", "Hangs", "");
    try {
      await signUp(page);
      await page.click("#confirm button");
      await shows(page, `${newest} .badge`, "running");
      const summary = await ended(page, "failed");

      const told = await text(page, `#told`);
      assert.match(told, /^PostConfirmation failed with error Your sign-up is confirmed, but your account is not set up completely\. Please contact support with the reference [0-9a-f-]{36}\.$/);
      const took = Number(/(\d\.\d\d) s/.exec(summary)[1]);
      assert.ok(took > 2 && took < 5, `It took ${took} s.`);
      await shows(page, "#happened", /^failed .* as expected\.$/);
      assert.match(await text(page, "#no-record"), /no record/);
      assert.match(await openNewest(page), /DynamoDB: no answer, given up, \d/);
    } finally {
      await breakIt(page, "dynamodb", "None");
    }
    await repair(page);
    await shows(page, "#changes", /^Reconcile: \d+ lines changed\.$/);
  },

  async killedProcess({ open }) {
    const page = await open();
    await repair(page);
    const email = await signUp(page);
    await page.click("#kill");
    await page.locator("#kill[aria-pressed=true]").waitFor();
    await shows(page, "#expect", /^failed\. The process ends after the group/);

    await confirm(page, "failed");

    await shows(page, "#told", /^PostConfirmation failed with error RequestId: .* Error: Runtime exited without providing a reason\.$/);
    assert.deepEqual([await user(page, "status"), await user(page, "groups")], ["CONFIRMED", "customers"]);
    assert.match(await text(page, "#no-record"), /no record/);
    await page.locator("#kill[aria-pressed=false]").waitFor();

    await repair(page);

    await shows(page, "#summary", /group and record made\s*1/);
    await shows(page, "#completed", email);
    await shows(page, "#changes", /^Reconcile: \d+ lines changed\.$/);
    assert.equal((await record(page))["/email"].mark, "new");
    await signUp(page);
    assert.match(await confirm(page, "provisioned"), /cold/);
  },

  async killedAtWork({ open }) {
    const page = await open();
    await breakIt(page, "cognito", "Hangs", "1");
    await signUp(page);
    await page.click("#confirm button");
    await shows(page, `${newest} .badge`, "running");
    await page.locator(`${newest} [data-mark=open]`).waitFor();

    await page.click("#kill");

    assert.match(await ended(page, "failed"), /Runtime\.ExitError/);
    assert.equal(await page.getAttribute("#kill", "aria-pressed"), "false");
    await repair(page);
  },

  async coldStart({ open }) {
    const page = await open();
    await signUp(page);
    await confirm(page, "provisioned");
    await signUp(page);
    assert.match(await confirm(page, "provisioned"), /warm/);

    await page.click("#cold");
    await signUp(page);

    assert.match(await confirm(page, "provisioned"), /cold/);
    assert.match(await openNewest(page), /it took .* to start the process/);
  },

  async oneCall({ open }) {
    const page = await open();
    await signUp(page);
    await breakIt(page, "dynamodb", "Error", "1");
    await shows(page, "[data-service=dynamodb] .left", "1 call left.");
    await shows(page, "#expect", /^provisioned\. /);

    assert.match(await confirm(page, "provisioned"), /DynamoDB[^]*✗✓/);

    assert.equal(await page.inputValue("#dynamodb-fault"), "None");
    await shows(page, "#expect", "provisioned: nothing is broken.");
  },

  async untilSwitchedOff({ open }) {
    const page = await open();
    await repair(page);
    await breakIt(page, "cognito", "Denied", "");
    await shows(page, "[data-service=cognito] .left", "until it is switched off");
    for (let i = 0; i < 4; i++) {
      await signUp(page);
      assert.match(await confirm(page, "group-deferred"), /AccessDeniedException/);
    }

    await breakIt(page, "cognito", "None");

    await shows(page, "#expect", "provisioned: nothing is broken.");
    await signUp(page);
    await confirm(page, "provisioned");
    await repair(page);
    await shows(page, "#summary", /added to the group\s*4/);
  },

  async hostileText({ open }) {
    const page = await open();
    const elements = await page.evaluate(() => document.querySelectorAll("img, svg, iframe, script, a, base, style, [onerror]").length);
    const markup = `<img src=x onerror="alert(1)"><script>alert(2)</script><a href="javascript:alert(3)">${"\u202e"}&amp;`;
    const email = await signUp(page, { email: `${markup}@example.com`, address: JSON.stringify({ address_type: markup, [`</td>${markup}`]: markup }) });
    assert.equal(await text(page, "#who"), `of ${email}`);

    await confirm(page, "provisioned");

    const kept = await record(page);
    assert.equal(kept["/email"].value, JSON.stringify(email));
    assert.equal(kept[`/addresses/${markup.replaceAll("/", "~1")}/<~1td>${markup.replaceAll("/", "~1")}`].value, JSON.stringify(markup));
    assert.ok((await openNewest(page)).includes("<script>alert(2)</script>"));
    await page.fill("#email", markup);
    await page.click("#sign-up button");
    await breakIt(page, "cognito", "Denied", "1");
    await signUp(page, { email: `2${markup}@example.com` });
    await confirm(page, "group-deferred");
    await repair(page);
    await shows(page, "#completed", markup);
    assert.equal(await page.evaluate(() => document.querySelectorAll("img, svg, iframe, script, a, base, style, [onerror]").length), elements);
  },

  async twoPages({ open }) {
    const [one, other] = [await open(), await open()];
    const [first, second] = [await signUp(one), await signUp(other)];
    assert.notEqual(first, second);

    await confirm(one, "provisioned");

    await shows(other, `${newest} .badge`, "provisioned");
    assert.equal(await text(other, "#who"), `of ${second}`);
    assert.equal(await user(other, "status"), "UNCONFIRMED");
    await breakIt(other, "cognito", "Throttled");
    await one.waitForFunction(() => document.querySelector("#cognito-fault").value === "Throttled");
    await confirm(other, "group-deferred");
    await one.waitForFunction(() => document.querySelector("#cognito-fault").value === "None");
    assert.equal(await text(one, "#who"), `of ${first}`);
    assert.equal(await user(one, "groups"), "customers");

    await repair(one);

    await shows(other, "#changes", "Reconcile: 2 lines changed.");
    await shows(one, "#changes", "Reconcile: nothing changed.");
  },

  async fromElsewhere({ open, address }) {
    const page = await open();
    const about = await (await fetch(new URL("about", address))).json();
    const call = async (operation, input) => {
      const response = await fetch(about.endpoint, {
        method: "POST",
        headers: { "Content-Type": "application/x-amz-json-1.1", "X-Amz-Target": `AWSCognitoIdentityProviderService.${operation}` },
        body: JSON.stringify({ ClientId: about.appClient, Username: "from.elsewhere@example.com", ...input }),
      });
      assert.ok(response.ok, await response.clone().text());
    };
    await call("SignUp", { Password: about.password });
    await call("ConfirmSignUp", { ConfirmationCode: about.code });

    await ended(page, "provisioned");
    assert.match(await text(page, "#nobody"), /Nobody yet/);
    await openNewest(page);
    await page.click(`${newest} button`);
    await shows(page, "#who", "of from.elsewhere@example.com");
    assert.equal((await record(page))["/email"].value, '"from.elsewhere@example.com"');
  },

  async openedLater({ open }) {
    const page = await open();
    await signUp(page);
    await confirm(page, "provisioned");
    const shown = await text(page, `${newest} summary`);
    await breakIt(page, "dynamodb", "Slow", "");
    const later = await open();
    await ended(later, "provisioned");
    assert.equal(await text(later, `${newest} summary`), shown);
    assert.equal(await later.inputValue("#dynamodb-fault"), "Slow");
    await breakIt(later, "dynamodb", "None");
  },

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

  async serverGone({ open, faults }, processId) {
    const page = await open();
    await signUp(page);
    process.kill(Number(processId), "SIGKILL");
    await shows(page, "#gone", "The server is gone.");
    await shows(page, "#connection", "Not connected");
    assert.equal(await page.locator("button:enabled").count(), 0);
    await axe(page);
    faults.length = 0; // The browser's own words for a connection that is refused.
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
