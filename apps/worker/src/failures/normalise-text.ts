/**
 * Puts placeholders in the place of what differs from one occurrence of a failure to the next: addresses, names of
 * machines, ports, times, ids, paths and counts. What tells one cause from another stays: HTTP statuses, return codes,
 * errno, exception classes, names of services, packages and modules.
 *
 * A change here changes fingerprints: raise FINGERPRINT_VERSION with it, and keep the rules that were, as
 * `formerSignatureOf` does.
 */
export function normaliseText(text: string): string {
  let normal = shield(text.replaceAll(TERMINAL_COLOURS, '').replaceAll('\r', '').replaceAll(DIGEST, '<digest>'));
  for (const [pattern, replacement] of RULES) normal = normal.replace(pattern, replacement);
  return unshield(normal);
}

// eslint-disable-next-line no-control-regex -- the escape sign is what begins them.
const TERMINAL_COLOURS = /\u001b\[[\d;]*[A-Za-z]/g;

/** Of an image in hexadecimal, of a key in base64. */
const DIGEST = /\b(?:sha256|md5):[\w+/:]{8,64}={0,2}/gi;

const HTTP_REASON =
  '(?:Client Error|Server Error|Bad Request|Unauthorized|Forbidden|Not Found|Method Not|Request Time|Conflict|Gone' +
  '|Request Entity|Unprocessable|Locked|Too Many|Internal|Not Implemented|Bad Gateway|Service Unav|Gateway|Insufficient)';
const ERRNO_TEXT =
  '(?:Operation|No |Interrupted|Input|Argument|Exec|Bad |Resource|Cannot|Permission|Device|File|Invalid|Is a|Not a|Too ' +
  '|Read-only|Broken|Numerical|Function|Directory|Transport|Network|Connection|Host|Stale|Protocol|Out of|Text)';

/** Numbers that name a cause, or are part of a name: their digits are hidden from the rules. */
const KEPT: readonly RegExp[] = [
  // HTTP
  /\bHTTP(?:\/\d(?:\.\d)?)?(?: Error| status| code)*[ :=]+\d{3}\b/gi,
  /\bstatus(?:[ _-]?code)?['"]?(?: was| is| of|:|=)*\s*\(?\d{1,3}\b/gi,
  new RegExp(`\\b[1-5]\\d\\d(?=:? ${HTTP_REASON})`, 'g'),
  new RegExp(`${HTTP_REASON}[a-z]*[: (]+\\d{3}\\b`, 'g'),
  // Processes
  /\brc['"]?[ =:]+-?\d{1,3}\b/gi,
  /\b(?:return|exit|error|err)[ _-]?(?:code|status|value)(?: of| was| is|:|=)*\s*\(?-?\d{1,5}\b/gi,
  /\b(?:code|signal)[:= ]+-?\d{1,5}\b/gi,
  /\b(?:exit(?:ed)?|exit status) \(?\d{1,3}\b/gi,
  // The system's errors, and those of MySQL and curl
  /\berrno[ :=]*-?\d{1,3}\b/gi,
  /\bos error \d{1,3}\b/gi,
  /\berror[ :]+\d{3,5}(?: \(\w{5}\))?/gi,
  /\berror:[\dA-F]{8}:/g,
  /\(\d{3,5}(?=, [b'"])/g,
  /(?<=['"] \()\d{1,3}(?=\))/g,
  /(?<=curl: \()\d{1,3}(?=\))/g,
  new RegExp(`\\(\\d{1,3}(?=: ${ERRNO_TEXT}|\\) ${ERRNO_TEXT})`, 'g'),
  // Names that have digits
  /\b(?:x86_64|amd64|arm64|aarch64|i[36]86|ppc64le|s390x|utf-?(?:8|16)|base64|b64(?:en|de)code|x509|ed25519)\b/gi,
  /\b(?:python|py)[23](?=\b|-)|\b(?:jinja2|urllib3|psycopg2|boto3|httplib2|keystoneauth1|fail2ban|qcow2|oauth2|ec2|k8s)\b/gi,
  /\b(?:ipv[46]|ip6tables|inet6|dhcpv?6|icmpv?6|sha(?:1|224|256|384|512)|md[45]|ext[234]|l[2347](?=[ _-]|\b)|v[1-4](?:\.0)?|s3)(?![\w])/gi,
  /\b(?:TLSv?|SSLv)[ ]?\d(?:\.\d)?\b/g,
];

/** Digits as signs that no rule knows: Unicode's private use area. */
const FIRST_SHIELDED = 0xe000;

function shield(text: string): string {
  let shielded = text;
  for (const pattern of KEPT) {
    shielded = shielded.replace(pattern, (match) =>
      match.replaceAll(/\d/g, (digit) => String.fromCharCode(FIRST_SHIELDED + Number(digit))),
    );
  }
  return shielded;
}

function unshield(text: string): string {
  return text.replaceAll(/[\ue000-\ue009]/g, (sign) => String(sign.charCodeAt(0) - FIRST_SHIELDED));
}

const MONTH =
  '(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?|Nov(?:ember)?|Dec(?:ember)?)';
const WEEKDAY = '(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? +)?';
const CLOCK = '\\d{1,2}:\\d\\d:\\d\\d(?:[.,]\\d+)?(?: ?[AP]M)?(?![\\w:])';
const ZONE = '(?: ?(?:Z|UTC|GMT|CES?T|[+-]\\d\\d:?\\d\\d)\\b)?';
const TLD =
  '(?:com|net|org|info|io|eu|de|fr|uk|nl|ch|at|pl|cz|it|es|se|no|us|jp|cn|in|br|au|ru|cloud|dev|test|example|invalid|local' +
  '|localdomain|lan|internal|intern|corp|home|arpa)';
const FILE_ENDING =
  '(?:ya?ml|j2|py|json|conf|cfg|ini|toml|pem|crt|cer|key|csr|log|sh|sock|pid|txt|repo|list|xml|sql|img|iso|gz|tgz|deb|rpm)';

/**
 * In this order (`<host>` may stand in the text already, where the failure's own host was): a rule may rely on what
 * those before it have taken away. Every pattern takes linear time.
 */
const RULES: readonly (readonly [RegExp, string])[] = [
  [/\b(?:req-)?[\da-f]{8}-[\da-f]{4}-[\da-f]{4}-[\da-f]{4}-[\da-f]{12}\b/gi, '<uuid>'],
  [/(?<![\w:])(?:[\da-f]{2}[:-]){5}[\da-f]{2}(?![\w:])/gi, '<mac>'],
  [
    /(?<![\w:.])(?:(?:[\da-f]{1,4}:){7}[\da-f]{1,4}|(?:[\da-f]{1,4}:){1,6}:(?:(?:[\da-f]{1,4}:){0,6}[\da-f]{1,4})?|::(?:[\da-f]{1,4}:){0,6}[\da-f]{1,4})(?:%\w+)?(?:\/\d{1,3})?(?![\w:])/gi,
    '<host>',
  ],
  // Times, from the most to the least of them.
  [new RegExp(`\\b\\d{4}[-/]\\d\\d[-/]\\d\\d(?:[T ]\\d\\d:\\d\\d(?::\\d\\d(?:[.,]\\d+)?)?${ZONE})?`, 'g'), '<time>'],
  [/\b\d{8}T\d{6}(?:\.\d+)?Z?\b/g, '<time>'],
  [new RegExp(`\\b\\d{1,2}/${MONTH}/\\d{4}[: ]${CLOCK}${ZONE}`, 'g'), '<time>'],
  [new RegExp(`${WEEKDAY}\\b\\d{1,2}[ -]${MONTH}[ -]\\d{4}(?: ${CLOCK}${ZONE})?`, 'g'), '<time>'],
  [new RegExp(`${WEEKDAY}\\b${MONTH} +\\d{1,2}(?:,? \\d{4})?(?:,? ${CLOCK}${ZONE}(?: \\d{4})?)?\\b`, 'g'), '<time>'],
  [new RegExp(`(?<![\\w:.])${CLOCK}${ZONE}`, 'g'), '<time>'],
  // The scheme stays: a broken amqp:// is not a broken https://.
  [/\b([a-z][a-z\d+.-]*):\/\/(?:\[?<host>\]?|[^\s'"<>()[\]{},;])*/gi, '$1://<url>'],
  // Files named from where Ansible was started; before images, whose form is alike.
  [new RegExp(`(?<![\\w/.@-])(?:[\\w.@-]{1,100}/){1,20}[\\w.@-]{1,100}\\.${FILE_ENDING}\\b`, 'g'), '<path>'],
  // Of an image its name stays; registry and tag go.
  [
    /(?<![\w/.@:-])(?:(?:<host>|[\w.-]{1,200})(?::\d{1,5})?\/){1,6}([\w.-]{1,100})(?::\w[\w.-]{0,127}(?:@<digest>)?|@<digest>)/g,
    '<registry>/$1:<tag>',
  ],
  [/(?<![\w.])\d{1,3}(?:\.\d{1,3}){3}(?:\/\d{1,2})?(?![\w]|\.\d)/g, '<host>'],
  [/\[<host>\]/g, '<host>'],
  // Names of machines, where the text says that it is one. An inventory may name them by address: one placeholder.
  [/\blocalhost(?:\.localdomain)?\b/gi, '<host>'],
  [new RegExp(`(?<![\\w.-])(?:[a-z\\d][\\w-]{0,62}\\.){1,8}${TLD}(?![\\w-]|\\.[a-z\\d])`, 'gi'), '<host>'],
  [
    /(\bconnect to host |\bresolve host(?:name)?:? ['"]?|\bdial tcp: lookup |\bhost=['"]?|\bserver on ['"]|\bhost ['"]|\w@)(?=[\w.-]*[A-Za-z])[\w.-]*\w/gi,
    '$1<host>',
  ],
  [/(?<![\w<>./:])~?\/(?=[\w.]|<host>)(?:<host>|[^\s'"`<>:;,()[\]{}|=])*/g, '<path>'],
  [/(?<![\w<>/])\.{1,2}\/(?:<host>|[^\s'"`<>:;,()[\]{}|=])+/g, '<path>'],
  [/\b0x[\da-f]+\b/gi, '<address>'],
  [/\btmp(?:\w{8}|\.\w{6,})\b/g, '<tmp>'],
  // Tokens and keys: long, and of every kind of sign.
  [/(?<![\w-])(?=[\w-]{0,200}[a-z])(?=[\w-]{0,200}[A-Z])(?=(?:[A-Za-z_-]{0,60}\d){3})[\w-]{20,500}={0,2}/g, '<n>'],
  // Commits, containers: a random one may happen to be all digits, so the placeholder is that of numbers.
  [/(?<![A-Za-z\d])(?=[\da-f]{0,63}\d)[\da-f]{7,64}(?![\w])/gi, '<n>'],
  [/(?<![\w.])\d{1,3}(?:,\d{3})+(?![\w,])/g, '<n>'],
  // Counts, versions, sizes: whatever begins with a digit.
  [/(?<![A-Za-z\d_<.])[+-]?\d[\w.+~]*(?:-\w[\w.+~]*)*/g, '<n>'],
  [/(?<=[\w-]\.)\d[\w.+~-]*/g, '<n>'],
  [/(?<=[A-Za-z_])\d+/g, '<n>'],
  [/<n>(?: ?(?:ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?|d|days?)(?![\w<-]))+/g, '<duration>'],
  [/<n> ?(?:[KMGTP]i?B|B|bytes?|%)(?!\w)/gi, '<size>'],
  [/<n> (attempt|retrie|trie|time|host|node|item|error|failure|file|packet|service|container|task)s\b/g, '<n> $1'],
  [/[ \t]+/g, ' '],
  // A list of three addresses is the same as one of two.
  [/((<\w+>)(?::<n>)?)(?:['"]?(?:,|;| and| ) ?['"]?\1)+/g, '$1'],
];
