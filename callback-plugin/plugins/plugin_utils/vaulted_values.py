# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""What vault-encrypted values say, so that they can be found wherever they turn up. They are never sent."""

from __future__ import annotations

from .plain_data import VAULT_TYPES


class VaultedValues:
    """The vault-encrypted values in the files that Ansible has loaded so far, decrypted.

    Before 2.19 a templated vault value is a plain string that tells nothing of its origin: it must be found by value.
    Called on the sending thread, for decrypting takes time.
    """

    def __init__(self, loader):
        self._cache = getattr(loader, "_FILE_CACHE", None)
        self._seen = set()

    def __call__(self):
        if not isinstance(self._cache, dict) or len(self._cache) == len(self._seen):
            return ()
        found = set()
        for name, content in list(self._cache.items()):
            if name not in self._seen:
                self._seen.add(name)
                _collect_vaulted(content, found)
        return found


def _collect_vaulted(value, found):
    if type(value).__name__ in VAULT_TYPES:
        text = decrypted(value)
        if text:
            # A result may hold the value as a block scalar's line, without the line break at its end.
            found.update((text, text.strip()))
    elif isinstance(value, dict):
        for item in value.values():
            _collect_vaulted(item, found)
    elif isinstance(value, (list, tuple)):
        for item in value:
            _collect_vaulted(item, found)


def decrypted(value):
    """Extra variables as plain data with vault-encrypted values decrypted: to be looked for, never to be sent."""
    if isinstance(value, dict):
        return {str(key): decrypted(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [decrypted(item) for item in value]
    if value is None or isinstance(value, (bool, int, float)):
        return value
    try:
        return str(value)
    except Exception:  # no vault password for it: then it can appear in no result either
        return None
