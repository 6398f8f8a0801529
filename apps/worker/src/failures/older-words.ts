/**
 * The same failure in the words of the oldest ansible-core that we know: so the signatures of its groups stay what they
 * are, and after an upgrade of Ansible a known cause is known. What each core says is recorded in
 * test/support/recorded-failures.json. See docs/decisions/0043-one-group-for-the-words-of-every-core.md.
 */
export function inOlderWords(text: string): string {
  return RULES.reduce((told, [pattern, words]) => told.replace(pattern, words), text);
}

const UNDEFINED = "('[^'\\n]{1,200}' (?:is undefined|has no attribute '[^'\\n]{1,200}'))";

/** In this order: a rule may rely on what those before it have taken away. Every pattern takes linear time. */
const RULES: readonly (readonly [RegExp, string])[] = [
  // 2.19: who failed, around what was said.
  [/^(?:Task failed: |Module failed: |Action failed: |Unexpected AnsibleActionFail error: )+/, ''],
  // 2.21: which expression.
  [/^A '(?:when|failed_when|changed_when|until|that)' expression failed: (?=Error while)/, ''],
  [/\bobject of type '(\w{1,100})' has no attribute\b/g, "'$1 object' has no attribute"],
  // Undefined in the arguments of a task. 2.17 says it once, 2.19 says in which argument.
  [
    new RegExp(`^The task includes an option with an undefined variable\\.\\. ${UNDEFINED}$`),
    'The task includes an option with an undefined variable. The error was: $1. $1',
  ],
  [
    new RegExp(
      `^Finalization of task args for '[\\w.]{1,200}' failed: Error while resolving value for '[^'\\n]{1,200}': ${UNDEFINED}$`,
    ),
    'The task includes an option with an undefined variable. The error was: $1. $1',
  ],
  [new RegExp(`^${UNDEFINED}\\. \\1$`), '$1'],
  // Undefined in a condition: only until 2.18 it is told which one, which the task's name tells as well.
  [
    new RegExp(
      `^The conditional check '[^\\n]{0,1000}' failed\\. The error was: error while evaluating conditional \\([^\\n]{0,1000}\\): ${UNDEFINED}(?:\\. \\1)?$`,
    ),
    'Error while evaluating conditional: $1',
  ],
  // Any other error in a template: 2.19 says where, the older ones how it was written.
  [
    /^Finalization of task args for '[\w.]{1,200}' failed: Error while resolving value for '[^'\n]{1,200}': (?:The (?:filter|test) plugin '[\w.]{1,200}' failed: )?/,
    '',
  ],
  [
    /^the field 'args' has an invalid value \([^\n]{0,1500}\), and could not be converted to (?:an )?dict\.(?:The error was:|\.) /,
    '',
  ],
  [
    /^The (?:lookup plugin )?'file' (?:lookup had an issue accessing|failed: Unable to access) the file '([^'\n]{1,500})'.*$/,
    'could not locate file in lookup: $1',
  ],
  [
    /^An unhandled exception occurred while running the lookup plugin 'file'\. .*original message: (could not locate file in lookup: [^\n]{1,500}?)\. could not locate.*$/,
    '$1',
  ],
  // 2.21
  [/^The command exited with a non-zero return code\.$/, 'non-zero return code'],
  [/^File not found: /, 'file not found: '],
  [/^If you are using a module and expect the file to exist on the remote, see the remote_src option.*$/, ''],
  [
    /^(?:Unable to retrieve file contents\. ?)?(Could not find or access '[^'\n]{1,500}' on the Ansible Controller)(?::.*|\.)?$/,
    '$1.',
  ],
  [
    /^(?:The [\w.]{1,200} action failed to execute in the expected time frame \((\d{1,9})\) and was terminated|Timed out after (\d{1,9}) second\(s\)\.)$/,
    'Timed out after $1$2 seconds.',
  ],
  // A command that cannot be executed: its return code is the number of the error.
  [/^\[Errno \d{1,3}\] [\w ]{1,100}: b'[^\n]{1,500}'$/, 'Error executing command.'],
  // A module that died: 2.19 says of its exception only what it said.
  [/^MODULE FAILURE(?:: No start of json char found)?$/, ''],
  [/^Module result deserialization failed: No start of json char found$/, ''],
  [/^See stdout\/stderr for the exact error$/, ''],
];
