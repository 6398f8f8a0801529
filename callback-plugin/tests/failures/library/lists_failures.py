# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Fails as dnf does: the cause is in the list `failures`."""

from ansible.module_utils.basic import AnsibleModule

AnsibleModule({}).fail_json(msg="Failed to install some of the specified packages", rc=1, results=[],
                            failures=["No package podman-remote available."])
