# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Returns a list `results`, as dnf and ldap_search do: it has no loop."""

from ansible.module_utils.basic import AnsibleModule

AnsibleModule({}, supports_check_mode=True).exit_json(changed=True, results=["Installed: podman", {"item": "podman", "failed": True}])
