/** A function that works its answer out once for each object it is asked about, and keeps it as long as the object lives. */
export function kept<K extends object, V>(make: (key: K) => V): (key: K) => V {
  const answers = new WeakMap<K, V>();
  return (key) => {
    const known = answers.get(key);
    if (known !== undefined || answers.has(key)) return known as V;
    const value = make(key);
    answers.set(key, value);
    return value;
  };
}

/** As `kept`, where more is needed to make the answer; it must be the same whenever the object is. */
export function keptWith<K extends object, Rest extends readonly unknown[], V>(
  make: (key: K, ...rest: Rest) => V,
): (key: K, ...rest: Rest) => V {
  const answers = new WeakMap<K, { readonly value: V }>();
  return (key, ...rest) => {
    const known = answers.get(key);
    const answer = known ?? { value: make(key, ...rest) };
    if (!known) answers.set(key, answer);
    return answer.value;
  };
}

/** As `kept`, with an answer for each name that comes with the object. */
export function keptWithName<K extends object, V>(make: (key: K, name: string) => V): (key: K, name: string) => V {
  const answersOf = kept((key: K) => keptByName((name) => make(key, name)));
  return (key, name) => answersOf(key)(name);
}

/** Keeps what a name gives: a project has few names and says them often. */
export function keptByName<V>(make: (name: string) => V): (name: string) => V {
  const answers = new Map<string, V>();
  return (name) => {
    const known = answers.get(name);
    if (known !== undefined || answers.has(name)) return known as V;
    if (answers.size >= MOST_NAMES) answers.clear();
    const answer = make(name);
    answers.set(name, answer);
    return answer;
  };
}

const MOST_NAMES = 20_000;
