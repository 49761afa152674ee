/** A value with one field changed, and which. */
export interface Flip<T> {
  where: string;
  value: T;
}

/** Places of a long text at which it is changed. */
const PLACES = 6;

/**
 * Changes every field of a document, one at a time: each number, and each text in several places; lists get shorter, longer and change order.
 *
 * @param draw - A random whole number below another.
 */
export function flipsOf<T>(document: T, draw: (below: number) => number): Flip<T>[] {
  return changes(document, draw).map(({ value, where }) => ({ where, value: value as T }));
}

function changes(value: unknown, draw: (below: number) => number): Flip<unknown>[] {
  if (typeof value === 'number') {
    return [value + 1, value === 0 ? 7 : value - 1, -1 - value].map((one) => ({ where: ` = ${one}`, value: one }));
  }
  if (typeof value === 'string') return textChanges(value, draw);
  if (Array.isArray(value)) {
    const within = value.flatMap((one, i) =>
      changes(one, draw).map((flip) => ({ where: `[${i}]${flip.where}`, value: value.with(i, flip.value) })),
    );
    return [...within, { where: '[] twice', value: [...value, value.at(-1)] }];
  }
  if (typeof value === 'object' && value !== null) {
    return Object.entries(value).flatMap(([key, one]) => [
      ...changes(one, draw).map((flip) => ({ where: `.${key}${flip.where}`, value: { ...value, [key]: flip.value } })),
      { where: `.${key} away`, value: Object.fromEntries(Object.entries(value).filter(([name]) => name !== key)) },
    ]);
  }
  return [];
}

function textChanges(text: string, draw: (below: number) => number): Flip<string>[] {
  const first = text.startsWith('0x') ? 2 : 0;
  if (text.length === first) return [{ where: ' not empty', value: `${text}00` }];
  const drawn = Array.from({ length: PLACES }, () => first + draw(text.length - first));
  const places = text.length - first <= PLACES ? Array.from({ length: text.length - first }, (_, i) => first + i) : drawn;
  return [...new Set([first, text.length - 1, ...places])].map((place) => {
    const digit = (Number.parseInt(text[place] as string, 16) || 0) ^ (1 << draw(4));
    return { where: ` at ${place}`, value: `${text.slice(0, place)}${(digit % 16).toString(16)}${text.slice(place + 1)}` };
  });
}
