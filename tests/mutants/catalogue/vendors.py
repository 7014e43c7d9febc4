"""Mutants of the ways to Kodo and WeChat, and of the stand-ins for them."""

from tests.mutants.mutant import Mutant

KODO = "tests/integrations/test_kodo.py"
WEATHER = "tests/integrations/test_wechat_weather.py"

MUTANTS = [
    Mutant(
        "a ticket lets an object be replaced",
        ("15", "I1"),
        "service/integrations/kodo/signing.py",
        '            "insertOnly": 1,\n',
        '            "insertOnly": 0,\n',
        (f"{KODO}::test_a_ticket_allows_one_new_picture_under_one_key_and_nothing_else",),
    ),
    Mutant(
        "a ticket takes files of any size",
        ("15",),
        "service/integrations/kodo/signing.py",
        '            "fsizeLimit": max_bytes,\n',
        '            "fsizeLimit": max_bytes << 10,\n',
        (f"{KODO}::test_a_ticket_allows_one_new_picture_under_one_key_and_nothing_else",),
    ),
    Mutant(
        "a ticket believes the type that the phone tells",
        ("15", "18-19"),
        "service/integrations/kodo/signing.py",
        '            "detectMime": 1,\n',
        '            "detectMime": 0,\n',
        (f"{KODO}::test_a_ticket_allows_one_new_picture_under_one_key_and_nothing_else",),
    ),
    Mutant(
        "of a callback either the signature or the hash is enough",
        ("16-17",),
        "service/integrations/kodo/callbacks.py",
        'return _same(claimed, expected) and _same(path_and_query.partition("?h=")[2], digest)',
        'return _same(claimed, expected) or _same(path_and_query.partition("?h=")[2], digest)',
        ("tests/edge/test_callbacks.py::test_a_forged_callback_makes_nothing",),
    ),
    Mutant(
        "a callback is checked against the type in its header",
        ("16-17",),
        "service/integrations/kodo/callbacks.py",
        "{**headers, **ours}",
        "{**ours, **headers}",
        (
            "tests/integrations/test_kodo.py"
            "::test_a_callback_is_checked_against_our_own_address_and_no_header",
        ),
    ),
    Mutant(
        "a callback's signature is compared with ==",
        ("16-17",),
        "service/integrations/kodo/callbacks.py",
        "    return hmac.compare_digest(\n"
        '        one.encode(errors="surrogatepass"), other.encode(errors="surrogatepass")\n    )\n',
        "    return one == other\n",
        ("tests/rules/test_signatures.py::test_kodos_callback_is_compared_in_constant_time",),
    ),
    Mutant(
        "a push's signature is compared with ==",
        ("24",),
        "service/integrations/wechat/push.py",
        "return hmac.compare_digest(",
        "return (lambda one, other: one == other)(",
        ("tests/rules/test_signatures.py::test_wechats_push_is_compared_in_constant_time",),
    ),
    Mutant(
        "whoever asks has the push URL confirmed",
        ("24",),
        "service/integrations/wechat/push.py",
        '        return self._signed(query.get("signature", ""), query)',
        '        return self._signed(query.get("signature", ""), query) or "echostr" in query',
        (
            "tests/edge/test_callbacks.py"
            "::test_a_check_of_the_push_url_by_anybody_else_is_not_echoed",
        ),
    ),
    Mutant(
        "errcode -1008 is a pass",
        ("21-23", "I4"),
        "service/integrations/wechat/checks.py",
        'if str(body.get("errcode") or 0) != "0" or not isinstance(result, dict):',
        "if not isinstance(result, dict):",
        (
            "tests/integrations/test_wechat.py::test_only_a_clear_pass_is_read_as_one",
            "tests/trust/test_moderation_pushes.py::test_whatever_is_no_clear_pass_is_for_a_human",
        ),
    ),
    Mutant(
        "a call that is not safe to repeat is repeated",
        ("faults",),
        "service/integrations/wechat/line.py",
        "call = self._client.call_again if again else self._client.call\n",
        "call = self._client.call_again\n",
        (f"{WEATHER}::test_only_what_is_safe_to_repeat_is_repeated",),
    ),
    Mutant(
        "a vendor that broke down is asked on and on",
        ("faults",),
        "service/integrations/breaker.py",
        "        if monotonic() < self._resting_until:\n",
        "        if monotonic() < self._resting_until - self._rest:\n",
        (
            "tests/integrations/test_breaker.py"
            "::test_five_in_a_row_open_it_and_a_good_probe_closes_it",
        ),
    ),
    Mutant(
        "a failure keeps the request with its secrets",
        ("1", "37"),
        "service/integrations/wechat/client.py",
        "            why = type(error).__name__\n",
        '            raise VendorUnavailable("wechat", f"{path}: {options}") from error\n',
        (f"{WEATHER}::test_nothing_that_fails_tells_a_secret",),
    ),
    Mutant(
        "half an answer of Kodo's is taken for the whole",
        ("faults", "I2"),
        "service/integrations/kodo/management.py",
        "    if len(results) != len(keys):\n"
        '        raise VendorUnavailable("kodo", "half an answer")\n'
        "    return [\n"
        "        Outcome(key, each.code, each.data if each.code == 200 else None)\n"
        "        for key, each in zip(keys, results, strict=True)\n",
        "    return [\n"
        "        Outcome(key, each.code, each.data if each.code == 200 else None)\n"
        "        for key, each in zip(keys, results, strict=False)\n",
        ("tests/integrations/test_kodo_failures.py::test_half_an_answer_is_none",),
    ),
    Mutant(
        "a name of an object is a path on the disk",
        ("31-32",),
        "service/emulators/kodo/store.py",
        'return self._objects / f"{sha256(key.encode()).hexdigest()}.json"',
        'return self._objects / f"{key}.json"',
        (
            "tests/contracts/test_kodo_emulator_downloads.py"
            "::test_any_key_comes_back_and_stays_in_its_folder",
        ),
    ),
]
