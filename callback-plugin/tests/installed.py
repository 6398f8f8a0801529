# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""Collections as ansible-galaxy installs them, as far as the plugin reads them."""

import json
import os


def manifest(root, name, version):
    """Makes the collection `name` below `root`, an ansible_collections directory; gives its own directory."""
    directory = os.path.join(root, *name.split("."))
    os.makedirs(directory)
    with open(os.path.join(directory, "MANIFEST.json"), "w", encoding="utf-8") as file:
        json.dump({"collection_info": {"namespace": name.split(".")[0], "version": version}, "format": 1}, file)
    return directory
