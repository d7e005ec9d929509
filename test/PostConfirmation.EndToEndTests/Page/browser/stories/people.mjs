// What people do, and that the page shows it.
// Each story is a test: it throws where the page does something else.
import assert from "node:assert/strict";
import { text, shows, newest, signUp, confirm, ended, breakIt, record, user, repair, openNewest } from "../steps.mjs";

export const people = {
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
    assert.match(details, /What the user sees\s+The sign-up is confirmed\./);
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
      return { ok: response.ok, ...await response.json() };
    };
    const signIn = AuthFlow => call("InitiateAuth", { AuthFlow, AuthParameters: { USERNAME: "from.elsewhere@example.com", PASSWORD: about.password, SRP_A: "1" } });
    await call("SignUp", { Password: about.password });
    await call("ConfirmSignUp", { ConfirmationCode: about.code });
    assert.ok((await signIn("USER_PASSWORD_AUTH")).AuthenticationResult.AccessToken);
    assert.equal((await signIn("USER_SRP_AUTH")).ok, false);

    await ended(page, "provisioned");
    assert.match(await text(page, "#nobody"), /Nobody yet/);
    await openNewest(page);
    await page.click(`${newest} button`);
    await shows(page, "#who", "of from.elsewhere@example.com");
    assert.equal((await record(page))["/email"].value, '"from.elsewhere@example.com"');
  },

  async cutOff({ open }) {
    const page = await open();
    await page.addInitScript(() => {
      globalThis.EventSource = class extends EventSource { constructor(...where) { super(...where); globalThis.events ??= this; } };
    });
    await page.reload();
    await shows(page, "#connection", /^Connected/);
    await breakIt(page, "cognito", "Denied", "1");
    await signUp(page);
    await confirm(page, "group-deferred");
    await repair(page);
    await shows(page, "#changes", "Reconcile: 2 lines changed.");
    await openNewest(page);

    await page.evaluate(() => { events.close(); events.onerror(); });
    await shows(page, "#connection", "Not connected");
    const looks = [];
    page.on("request", request => { if (request.url().includes("/people/")) looks.push(request.url()); });
    await page.evaluate(() => {
      const again = new EventSource("events"); // As the browser does after some seconds; the page does not notice which it is.
      for (const type of ["begin", "invocation", "faults", "repair"])
        again.addEventListener(type, ({ data }) => events.dispatchEvent(new MessageEvent(type, { data })));
    });
    await shows(page, "#connection", /^Connected/);
    await breakIt(page, "cognito", "Slow"); // By then everything that was sent before has been sent again.
    await breakIt(page, "cognito", "None");

    assert.deepEqual(looks, []);
    assert.equal(await text(page, "#changes"), "Reconcile: 2 lines changed.");
    assert.equal((await record(page))["/pending_group"].mark, "removed");
    await page.locator(`${newest} details[open]`).waitFor();
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
};
