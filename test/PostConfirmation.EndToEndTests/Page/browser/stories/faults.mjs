// Faults, their effects, and the repair.
// Each story is a test: it throws where the page does something else.
import assert from "node:assert/strict";
import { text, shows, newest, signUp, confirm, ended, breakIt, record, user, repair, openNewest } from "../steps.mjs";

export const faults = {
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

      await shows(page, "#told", /^PostConfirmation failed with error Your sign-up is confirmed, but your account is not set up completely\. Please contact support with the reference [0-9a-f-]{36}\.$/);
      await shows(page, "#changes", /^Confirm: /);
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

  async lateLogLine({ open }) {
    const page = await open();
    await page.addInitScript(() => {
      globalThis.EventSource = class extends EventTarget { constructor() { super(); globalThis.events = this; } };
    });
    await page.reload();
    await page.waitForFunction(() => globalThis.events);
    const arrives = changes => page.evaluate(entry => events.dispatchEvent(new MessageEvent("invocation", { data: JSON.stringify(entry) })), {
      id: "1", at: new Date(), source: "PostConfirmation_ConfirmSignUp", sub: "1", event: "{}", isRunning: false, isCold: false,
      expected: { outcome: "group-deferred", text: "Cognito fails." }, attempts: [], elapsedMs: 300, waitedMs: 0,
      outcome: "succeeded", reason: null, shown: "The sign-up is confirmed.", log: null, ...changes,
    });
    const says = async (text, kind) => assert.deepEqual(
      await page.locator("#happened").evaluate(happened => [happened.textContent, happened.dataset.kind]), [text, kind]);

    await arrives({});
    await says("succeeded after 300 ms and 0 calls.", "");

    const logged = { outcome: "group-deferred", reason: "TooManyRequestsException", log: "{}" };
    await arrives(logged);
    await says("group-deferred (TooManyRequestsException) after 300 ms and 0 calls, as expected.", "good");
    assert.equal(await page.textContent("#announcement"), "Invocation: group-deferred");

    await arrives({ id: "2", outcome: "failed" });
    await arrives({ ...logged, log: "{ }" }); // Of an earlier invocation.
    await says("failed after 300 ms and 0 calls, and not group-deferred.", "bad");
  },

  async killedProcess({ open }) {
    const page = await open();
    await repair(page);
    const email = await signUp(page);
    await page.click("#kill");
    await page.locator("#kill[aria-pressed=true]").waitFor();
    await shows(page, "#expect", /^failed\. The process ends after the group/);
    for (const [fault, then] of [["Lost", "after the group"], ["Throttled", "after Cognito failed"], ["None", "after the group"]]) {
      await breakIt(page, "cognito", fault);
      await shows(page, "#expect", `failed. The process ends ${then} and before the record.`);
    }

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

    await page.locator("#completed").getByText(email).click();

    await shows(page, "#who", `of ${email}`);
    assert.equal((await record(page))["/email"].value, JSON.stringify(email));
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
    await shows(page, "#happened", /^failed \(Runtime\.ExitError\) .* as expected\.$/);
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
    await shows(page, "#cold-hint", "The process has been told to end.");
    await signUp(page);

    assert.match(await confirm(page, "provisioned"), /cold/);
    await shows(page, "#cold-hint", "The next invocation starts a new process.");
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

    await signUp(page);
    await breakIt(page, "dynamodb", "Lost", "1");

    assert.match(await confirm(page, "already-provisioned"), /DynamoDB[^]*✗✓/); // It finds the record that the first attempt wrote.
  },

  async slowServices({ open }) {
    const page = await open();
    for (const service of ["cognito", "dynamodb"]) {
      const offers = async what => (await page.locator(`#${service}-${what} option`).allInnerTexts()).join(", ");
      assert.equal(await offers("fault"), "nothing, it works, slow: half a second, throttled, access denied, internal error (500), hangs: no answer, connection cut, answer lost");
      assert.equal(await offers("calls"), "the next call, the next three calls, until it is switched off");
      await breakIt(page, service, "Slow", "1");
    }
    await signUp(page);

    assert.match(await confirm(page, "provisioned"), /Cognito[^✗]*✓[^✗]*DynamoDB[^✗]*✓[^✗]*$/);

    assert.match(await openNewest(page), /Cognito: half a second late[^]*DynamoDB: half a second late/);
    await shows(page, "#happened", /^provisioned after \d.* and 2 calls, as expected\.$/);
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

    await repair(page);
    await shows(page, "#summary", /added to the group\s*4/); // The fault does not affect it.
    await breakIt(page, "cognito", "None");

    await shows(page, "#expect", "provisioned: nothing is broken.");
    await signUp(page);
    await confirm(page, "provisioned");
  },
};
