/** Takes the machine's clock, chance and locale away from the realm of a lane worker: transitions see none of them. */

/** What answers differently on two machines or at two moments, as places in the global objects. */
const forbidden: readonly (readonly [object, string])[] = [
  [Math, 'random'],
  [Date, 'now'],
  [performance, 'now'],
  [globalThis.crypto, 'getRandomValues'],
  [globalThis.crypto, 'randomUUID'],
  [globalThis, 'Intl'],
  [globalThis, 'fetch'],
  [globalThis, 'setTimeout'],
  [globalThis, 'setInterval'],
  [globalThis, 'setImmediate'],
  [String.prototype, 'localeCompare'],
  [String.prototype, 'normalize'],
  [String.prototype, 'toLocaleLowerCase'],
  [String.prototype, 'toLocaleUpperCase'],
  [Number.prototype, 'toLocaleString'],
  [BigInt.prototype, 'toLocaleString'],
  [Date.prototype, 'toLocaleString'],
];

/** Makes each of them throw, so that a transition that asks for one ends as a module fault instead of as a fork. */
export const forbidMachine = (): void => {
  for (const [owner, name] of forbidden) {
    const refuse = (): never => {
      throw new Error(`A transition may not use ${name}.`);
    };
    // An accessor where the value itself is an object; otherwise the call is what is refused.
    const isNamespace = name === 'Intl';
    Object.defineProperty(
      owner,
      name,
      isNamespace ? { get: refuse, configurable: true } : { value: refuse, writable: false },
    );
  }
  const MachineDate = Date;
  globalThis.Date = new Proxy(MachineDate, {
    construct(target, args: readonly unknown[]) {
      if (args.length === 0) throw new Error('A transition may not use the present time.');
      return Reflect.construct(target, args);
    },
    apply() {
      throw new Error('A transition may not use the present time.');
    },
  });
};
