"""Whatever is done on a page is done by an operation, too, or it is said why a program must not."""

import pytest
from tests.api.addresses import operations
from tests.web.matrix_routes import routes

OWNER = "only the owner signs in, and shows again who it is"
FACTOR = "passwords, second factors, passkeys and identities are the owner's own"
TOKEN = "a token makes and ends no tokens"
CODE = "an activation code opens everything, so it is seen by a person alone"
BROWSER = "a matter of the browser"
NOT_BY_PROGRAM = {
    **dict.fromkeys(["account_login", "access:passkey", "access:identity", "desk:sign_in"], OWNER),
    **dict.fromkeys(["account_reauthenticate", "mfa_authenticate", "desk:sign_out"], OWNER),
    **dict.fromkeys(["mfa_activate_totp", "access:password", "access:passkey_add"], FACTOR),
    **dict.fromkeys(["access:factor_remove", "access:codes_new", "access:factors_clear"], FACTOR),
    **dict.fromkeys(["access:identity_tie", "access:identity_untie"], FACTOR),
    **dict.fromkeys(["access:token_make", "access:token_close"], TOKEN),
    **dict.fromkeys(["access:codes_sheet", "desk:account_open", "desk:account_reset", "desk:activate"], CODE),
    **dict.fromkeys(["desk:language", "desk:letters"], BROWSER),
}
BY_PROGRAM = {
    "access:session_end": "session_end", "access:appoint": "appoint", "access:post_end": "post_end",
    "access:notices_read": "notices_read", "privacy:decide": "consent", "privacy:entry": "consent_on_paper",
    "privacy:release": "ask_release", "privacy:ask": "ask_shredding", "privacy:erasure": "ask_erasure",
    "data:upload": "receive", "data:answer": "answer", "data:correct": "correct",
    "data:correct_all": "correct_all", "data:choose_person": "choose_person", "data:commit": "commit",
    "data:cancel": "upload_cancel", "data:marked": "marked", "data:undo": "dataset_undo",
    "data:dataset_export": "dataset_export", "data:campaign_new": "campaign_open",
    "data:campaign_workbooks": "campaign_workbooks", "data:campaign_reds": "campaign_reds",
    "data:campaign_drop": "campaign_files", "data:campaign_freeze": "campaign_freeze",
    "data:campaign_accept": "campaign_judge_all", "data:campaign_return": "campaign_judge_all",
    "data:campaign_remind": "campaign_judge_all", "data:campaign_cancel": "campaign_cancel",
    "data:campaign_reopen": "campaign_reopen", "data:campaign_workbook": "campaign_workbook",
    "data:campaign_file": "campaign_file", "data:campaign_judge": "campaign_judge", "results:new": "ask",
    "results:run_cancel": "run_cancel", "results:run_documents": "make_documents",
    "results:run_file": "bundle", "results:run_table": "run_table_export",
    "results:publish": "ask_publication", "results:take_down": "take_down",
    "people:pupils_export": "pupils_export", "people:mirror_export": "mirror_export",
    "people:mirror_leave": "mirror_leave", "people:mirror_adopt": "mirror_adopt",
    "desk:approval": "decide", "desk:account_close": "account_close",
}  # fmt: skip
WRITING = [name for name, route in routes().items() if "POST" in route.callback.methods]


@pytest.mark.parametrize("name", WRITING)
def test_what_a_page_does_a_program_does_or_it_is_said_why_not(name):
    assert (name in NOT_BY_PROGRAM) != (BY_PROGRAM.get(name) in operations())


def test_every_act_is_one_of_a_page():
    acts = {name for name, (method, _path) in operations().items() if method == "POST"}
    assert acts - set(BY_PROGRAM.values()) == {"campaign_nothing"}  # the page's other answer to campaign_file
    assert set(WRITING) == {*BY_PROGRAM, *NOT_BY_PROGRAM}
