using PostConfirmation.EndToEndTests.Deploy;

namespace PostConfirmation.EndToEndTests.Page;

/// <summary>What people do on the page, in a real browser. Each test is a story of <c>browser/stories</c>.</summary>
[Collection(nameof(ServedPage))]
public sealed class PageTests(ServedPage page)
{
    [SkippableFact]
    public Task A_sign_up_shows_its_invocation_and_then_the_group_and_the_record() => page.TellAsync("signUp");

    [SkippableFact]
    public Task An_address_that_is_text_is_kept_as_text() => page.TellAsync("textAddress");

    [SkippableFact]
    public Task A_wrong_code_is_reported_and_changes_nothing() => page.TellAsync("wrongCode");

    [SkippableFact]
    public Task A_password_reset_leaves_the_cart_untouched() => page.TellAsync("passwordReset");

    [SkippableFact]
    public Task Cognito_throttled_defers_the_group_and_Reconcile_repairs_it() => page.TellAsync("throttledCognito");

    [SkippableFact]
    public Task A_DynamoDB_that_hangs_shows_what_the_user_sees_and_how_long_it_took() => page.TellAsync("hangingDynamoDb");

    [SkippableFact]
    public Task A_log_line_after_the_answer_corrects_what_happened() => page.TellAsync("lateLogLine");

    [SkippableFact]
    public Task A_process_killed_in_the_middle_is_reported_and_Reconcile_completes_the_user() => page.TellAsync("killedProcess");

    [SkippableFact]
    public Task A_process_at_work_is_killed_at_once() => page.TellAsync("killedAtWork");

    [SkippableFact]
    public Task A_cold_start_is_shown_as_one() => page.TellAsync("coldStart");

    [SkippableFact]
    public Task A_fault_for_the_next_call_is_over_after_it() => page.TellAsync("oneCall");

    [SkippableFact]
    public Task Every_fault_is_offered_for_both_services_and_a_late_answer_is_no_failed_attempt() => page.TellAsync("slowServices");

    [SkippableFact]
    public Task A_fault_goes_on_until_it_is_switched_off() => page.TellAsync("untilSwitchedOff");

    [SkippableFact]
    public Task Names_and_addresses_that_look_like_markup_stay_text() => page.TellAsync("hostileText");

    [SkippableFact]
    public Task Two_pages_see_the_same_invocations_and_each_its_own_person() => page.TellAsync("twoPages");

    [SkippableFact]
    public Task A_sign_up_from_elsewhere_is_shown_and_can_be_looked_at() => page.TellAsync("fromElsewhere");

    [SkippableFact]
    public Task A_page_that_was_cut_off_for_a_while_still_shows_what_the_last_step_changed() => page.TellAsync("cutOff");

    [SkippableFact]
    public Task A_page_that_is_opened_later_shows_what_happened_before() => page.TellAsync("openedLater");

    [SkippableFact]
    public Task Everything_can_be_done_with_the_keyboard() => page.TellAsync("keyboard");

    [SkippableFact]
    public Task Nothing_is_cut_off_on_a_phone() => page.TellAsync("phone");

    [SkippableTheory]
    [InlineData("light", "1280")]
    [InlineData("dark", "390")]
    public Task axe_finds_nothing(string colours, string width) => page.TellAsync("axe", colours, width);

    [SkippableFact]
    public async Task A_server_that_is_gone_is_reported_and_nothing_can_be_pressed()
    {
        page.Require();
        await using var command = await ServedCommand.StartAsync();
        await page.TellOfAsync(command.Page, "serverGone", command.ProcessId);
    }

    /// <summary>With <c>PAGE_PICTURE</c> set to a file, writes the README's picture there.</summary>
    [SkippableFact]
    public async Task The_picture_of_the_README_can_be_made()
    {
        var file = Environment.GetEnvironmentVariable("PAGE_PICTURE") is { Length: > 0 } wanted
            ? Repository.PathOf(wanted)
            : Path.Combine(Path.GetTempPath(), $"page-{Guid.NewGuid():N}.png");

        await page.TellAsync("picture", file);

        Assert.InRange(new FileInfo(file).Length, 20_000, 200_000);
        if (Environment.GetEnvironmentVariable("PAGE_PICTURE") is null or "")
            File.Delete(file);
    }
}
