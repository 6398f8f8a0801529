# Copyright Playledger contributors
# SPDX-License-Identifier: Apache-2.0
"""The limits of wire format v1. Made by `npm run generate` from libs/run-events/src: do not edit."""

# Of one event as a line of JSON.
MAX_EVENT_BYTES = 8388608

# Event type -> field -> its limits: characters of a text, items of a list, the largest number.
LIMITS = {
    "run_started": {
        "seq": {
            "maximum": 2147483647
        },
        "playbookPath": {
            "maxLength": 8192
        },
        "ansibleVersion": {
            "maxLength": 4096
        },
        "pythonVersion": {
            "maxLength": 4096
        },
        "reporterVersion": {
            "maxLength": 4096
        },
        "controller": {
            "maxLength": 4096
        },
        "user": {
            "maxLength": 4096
        },
        "sudoUser": {
            "maxLength": 4096
        },
        "workingDirectory": {
            "maxLength": 8192
        },
        "configurationCommit": {
            "maxLength": 4096
        },
        "configurationRepository": {
            "fields": {
                "path": {
                    "maxLength": 8192
                },
                "commit": {
                    "maxLength": 4096
                },
                "branch": {
                    "maxLength": 4096
                },
                "remote": {
                    "maxLength": 8192
                },
                "dirty": {}
            }
        },
        "playbookRepository": {
            "fields": {
                "path": {
                    "maxLength": 8192
                },
                "commit": {
                    "maxLength": 4096
                },
                "branch": {
                    "maxLength": 4096
                },
                "remote": {
                    "maxLength": 8192
                },
                "dirty": {}
            }
        },
        "collections": {
            "maxItems": 10000,
            "items": {
                "fields": {
                    "name": {
                        "maxLength": 4096
                    },
                    "version": {
                        "maxLength": 4096
                    }
                }
            }
        },
        "commandLine": {
            "maxItems": 10000,
            "items": {
                "maxLength": 65536
            }
        },
        "limit": {
            "maxLength": 65536
        },
        "tags": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "skipTags": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "inventory": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "forks": {
            "maximum": 2147483647
        },
        "extraVarNames": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "labels": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "adHoc": {
            "fields": {
                "program": {},
                "pattern": {
                    "maxLength": 65536
                },
                "module": {
                    "maxLength": 4096
                },
                "arguments": {}
            }
        }
    },
    "play_started": {
        "seq": {
            "maximum": 2147483647
        },
        "uuid": {
            "maxLength": 4096
        },
        "name": {
            "maxLength": 4096
        },
        "hosts": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "strategy": {
            "maxLength": 4096
        },
        "serial": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "roles": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "tags": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        }
    },
    "no_hosts_matched": {
        "seq": {
            "maximum": 2147483647
        },
        "playSeq": {
            "maximum": 2147483647
        }
    },
    "no_hosts_remaining": {
        "seq": {
            "maximum": 2147483647
        },
        "playSeq": {
            "maximum": 2147483647
        }
    },
    "task_started": {
        "seq": {
            "maximum": 2147483647
        },
        "playSeq": {
            "maximum": 2147483647
        },
        "uuid": {
            "maxLength": 4096
        },
        "name": {
            "maxLength": 4096
        },
        "action": {
            "maxLength": 4096
        },
        "role": {
            "maxLength": 4096
        },
        "path": {
            "maxLength": 8192
        },
        "line": {
            "maximum": 2147483647
        },
        "tags": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        }
    },
    "task_result": {
        "seq": {
            "maximum": 2147483647
        },
        "taskSeq": {
            "maximum": 2147483647
        },
        "host": {
            "maxLength": 4096
        },
        "attempts": {
            "maximum": 2147483647
        },
        "delegatedTo": {
            "maxLength": 4096
        },
        "delegates": {
            "maxItems": 10000,
            "items": {
                "maxLength": 4096
            }
        },
        "itemCount": {
            "maximum": 2147483647
        }
    },
    "task_retried": {
        "seq": {
            "maximum": 2147483647
        },
        "taskSeq": {
            "maximum": 2147483647
        },
        "host": {
            "maxLength": 4096
        },
        "attempt": {
            "maximum": 2147483647
        },
        "retries": {
            "maximum": 2147483647
        }
    },
    "run_finished": {
        "seq": {
            "maximum": 2147483647
        },
        "reason": {
            "maxLength": 8192
        },
        "recap": {
            "values": {
                "fields": {
                    "ok": {
                        "maximum": 2147483647
                    },
                    "changed": {
                        "maximum": 2147483647
                    },
                    "failed": {
                        "maximum": 2147483647
                    },
                    "skipped": {
                        "maximum": 2147483647
                    },
                    "unreachable": {
                        "maximum": 2147483647
                    },
                    "ignored": {
                        "maximum": 2147483647
                    },
                    "rescued": {
                        "maximum": 2147483647
                    }
                }
            }
        }
    }
}
