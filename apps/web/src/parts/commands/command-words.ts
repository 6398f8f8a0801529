/** Those that become comments have no signs that a shell reads: no quotes, brackets or semicolons. */
export const COMMAND_WORDS = {
  en: {
    notRecorded: 'not recorded',
    leftOut:
      'Not recorded, perhaps a secret: {{names}}. Write the value in its place. Until then a shell refuses to run this.',
    putTogether:
      'Put together from what Ansible had parsed, because the command itself was not recorded. Compare it before you run it.',
    variables: 'Extra variables that were set, by files or by -e: {{names}}',
    playbooks: 'It ran {{count}} playbooks. This run is one of them.',
    ignoredArguments: 'Options that may be missing, because their values were not recorded: {{names}}',
    limitFile: 'The hosts are read from {{name}}, which may name others by now.',
    failedMany:
      '{{count}} hosts failed: too many for a command. Write their names into the file failed-hosts, one in a line.',
    failedUnspeakable: 'Without hosts whose names Ansible would take for a pattern: {{names}}',
  },
  de: {
    notRecorded: 'nicht aufgezeichnet',
    leftOut:
      'Nicht aufgezeichnet, womöglich ein Geheimnis: {{names}}. Den Wert an seine Stelle schreiben. Bis dahin führt die Shell den Befehl nicht aus.',
    putTogether:
      'Zusammengesetzt aus dem, was Ansible gelesen hatte, denn der Befehl selbst wurde nicht aufgezeichnet. Vor dem Ausführen vergleichen.',
    variables: 'Extra-Variablen, die gesetzt waren, aus Dateien oder durch -e: {{names}}',
    playbooks: 'Er hat {{count}} Playbooks ausgeführt. Dieser Lauf ist einer davon.',
    ignoredArguments: 'Optionen, die fehlen können, weil ihre Werte nicht aufgezeichnet wurden: {{names}}',
    limitFile: 'Die Hosts stehen in {{name}}, wo inzwischen andere stehen können.',
    failedMany:
      '{{count}} Hosts sind gescheitert: zu viele für einen Befehl. Ihre Namen in die Datei failed-hosts schreiben, einen je Zeile.',
    failedUnspeakable: 'Ohne Hosts, deren Namen Ansible für ein Muster hielte: {{names}}',
  },
};

export type CommandWord = keyof typeof COMMAND_WORDS.en;
