/**
 * The encoding of keys in event records and in listings with `encoding-type=url`: a form's, with space as `+` and `/`
 * left as it is. What it leaves alone are letters, digits and `-_.*` (java.net.URLEncoder's set).
 */
export function formEncoded(text: string): string {
  if (PLAIN.test(text)) return text;
  return encodeURIComponent(text).replace(/%20|%2F|[!'()~]/g, (found) => {
    if (found === "%20") return "+";
    if (found === "%2F") return "/";
    return `%${found.charCodeAt(0).toString(16).toUpperCase()}`;
  });
}

const PLAIN = /^[A-Za-z0-9\-_.*/]*$/;
