// JSON as Meta writes it: one line, everything outside ASCII as \u and four lower-case digits, `/` as `\/`.

export function metaJson(value) {
  return JSON.stringify(value)
    .replace(/[\u007f-\uffff]/g, (unit) => '\\u' + unit.charCodeAt(0).toString(16).padStart(4, '0'))
    .replace(/\//g, '\\/');
}
