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
export function keptByName<K extends object, V>(make: (key: K, name: string) => V): (key: K, name: string) => V {
  const answersOf = kept((_: K) => new Map<string, { readonly value: V }>());
  return (key, name) => {
    const answers = answersOf(key);
    const known = answers.get(name);
    if (known) return known.value;
    const value = make(key, name);
    answers.set(name, { value });
    return value;
  };
}
