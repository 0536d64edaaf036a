/** RFC 3339, the only notation Kubernetes reads times in (apimachinery, pkg/apis/meta/v1/time.go); capital letters and all. */
const DATE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;

/** Standard base64 with padding, as Go's encoding/json reads bytes; it passes over line breaks. */
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

/** Whether a text is a time as Kubernetes reads it. */
export function isDateTime(text: string): boolean {
  return DATE_TIME.test(text);
}

/** Whether a text is base64 as Kubernetes reads it. */
export function isBase64(text: string): boolean {
  return BASE64.test(text.replace(/[\r\n]/g, ''));
}

/** Whether a number fits a signed integer of 32 bits. */
export function isInt32(value: number): boolean {
  return value >= -(2 ** 31) && value < 2 ** 31;
}

/** Whether a number fits a signed integer of 64 bits. */
export function isInt64(value: number): boolean {
  return value >= -(2 ** 63) && value < 2 ** 63;
}

/** What a value of each format must be, as the end of a sentence. */
export const FORMAT_TEXTS: Readonly<Record<string, string>> = {
  'date-time': 'a time such as `2026-01-31T12:00:00Z` (RFC 3339)',
  int32: 'a number of 32 bits (-2147483648 to 2147483647)',
  int64: 'a number of 64 bits',
};
