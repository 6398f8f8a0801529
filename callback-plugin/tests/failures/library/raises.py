# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A module that dies of an exception, behind a traceback of some thousand characters."""

from ansible.module_utils.basic import AnsibleModule


def deeper(levels):
    if levels == 0:
        raise ConnectionError("the broker rabbitmq did not answer")
    return deeper(levels - 1) + len("a line that is long enough for the traceback to have more than two thousand characters")


AnsibleModule({})
print("Connecting to the broker")
deeper(0)
