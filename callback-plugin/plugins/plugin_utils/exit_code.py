# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What the command will exit with, which no hook is told.

The recap does not say it: a host that failed and was forgiven by `meta: clear_host_errors` counts there, and one that
failed in a handler of a rescued block may. The function of Ansible's that calls the last hook has the code in a
variable by then. See docs/decisions/0048-the-exit-code-decides.md.
"""

from __future__ import annotations

from .calling_frames import calling_frames, is_of_class

# What ends a command, by class: the function that has the code in `result`, which its caller hands to sys.exit.
_DECIDERS = {"PlaybookExecutor": "run", "AdHocCLI": "run", "ConsoleCLI": "default"}


def exit_code_above(frame):
    """The exit code that a function above `frame` has decided on; None where none is known to have, as in programs of
    somebody's own that embed Ansible."""
    try:
        for caller in calling_frames(frame):
            if caller.f_code.co_name in _DECIDERS.values():
                variables = caller.f_locals
                if _decides(variables.get("self"), caller.f_code.co_name) and "result" in variables:
                    return _as_exit_code(variables["result"])
    except Exception:  # an Ansible that is made otherwise: the recap has to do
        pass
    return None


def _decides(owner, function):
    return any(is_of_class(owner, name) for name, decider in _DECIDERS.items() if decider == function)


def _as_exit_code(result):
    """As sys.exit takes it, of what Ansible gives it."""
    if result is None:
        return 0
    return int(result) if isinstance(result, int) else None
