# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""A module that reports the traceback of its exception as its message, as those of kolla do."""

import traceback

from ansible.module_utils.basic import AnsibleModule


def even(levels):
    if levels == 0:
        raise ConnectionError("the broker rabbitmq did not answer, whatever was asked of it")
    odd(levels - 1)


def odd(levels):
    even(levels - 1)


try:
    even(60)
except ConnectionError:
    AnsibleModule({}).fail_json(msg=traceback.format_exc())
