/** Texts that would run or break out if the page took any of them for markup, a URL or a template. */
export const HOSTILE_TEXTS = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'><svg/onload=alert(1)>",
  '<iframe srcdoc="<script>parent.alert(1)</script>">',
  'javascript:alert(1)',
  '[a](javascript:alert(1))',
  'data:text/html,<script>alert(1)</script>',
  '{{constructor.constructor("alert(1)")()}}',
  '${alert(1)}',
  '$t(runs:title) {{count}}',
  '<style>*{display:none}</style>',
  '</pre><form action=//evil.example><button>x',
  '<a href="javascript:alert(1)" autofocus onfocus=alert(1)>x</a>',
  '\u001B]8;;javascript:alert(1)\u0007link\u001B]8;;\u0007 \u001B[31m<b onmouseover=alert(1)>red</b>',
  '\u202Egpj.exe',
  '__proto__',
] as const;
