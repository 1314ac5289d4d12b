/** Commands read off the modules: one for every kind of transaction, query and list. */
import { type Command, Option } from 'commander';
import { z } from 'zod';
import type { Module } from '#chain/module.ts';
import type { Search } from '../client/transport.ts';
import { fillPath } from '../client/transport.ts';
import { jsonSchemaOf } from '../route.ts';
import { type CliEnvironment, type CommonOptions, clientOf, common, print } from './cliContext.ts';
import { cliError } from './cliError.ts';
import { type KeyOptions, sendingOf } from './sending.ts';

export const kebabCase = (name: string): string =>
  name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

interface FieldSchema {
  readonly type?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
}
/** A field of a payload or of parameters as an option. */
interface Field {
  readonly name: string;
  readonly option: Option;
  /** The name under which commander keeps the value. */
  readonly attribute: string;
  parse(text: string): unknown;
}

/** Options that every transaction command has besides its fields. */
const reserved: ReadonlySet<string> = new Set(['url', 'json', 'key', 'help']);

const parsers: Readonly<Record<string, (name: string, text: string) => unknown>> = {
  string: (_, text) => text,
  integer: (name, text) => {
    if (!/^-?\d{1,16}$/.test(text)) throw cliError('cli.usage', `--${name} takes a whole number.`);
    return Number(text);
  },
  boolean: (name, text) => {
    if (text !== 'true' && text !== 'false') throw cliError('cli.usage', `--${name} takes true or false.`);
    return text === 'true';
  },
  json: (name, text) => {
    try {
      return JSON.parse(text) as unknown;
    } catch {
      throw cliError('cli.badJson', `--${name}`);
    }
  },
};
const placeholders: Readonly<Record<string, string>> = {
  string: '<text>',
  integer: '<number>',
  boolean: '<true|false>',
  json: '<json>',
};

const fieldsOf = (schema: z.ZodType): Field[] => {
  const { properties = {}, required = [] } = jsonSchemaOf(schema) as {
    properties?: Record<string, FieldSchema>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, field]) => {
    const form = field.type !== undefined && field.type in parsers ? field.type : 'json';
    const flag = reserved.has(name) ? `payload-${kebabCase(name)}` : kebabCase(name);
    const words = [
      field.description ?? '',
      field.enum === undefined ? '' : `one of ${field.enum.join(', ')}`,
    ];
    const option = new Option(
      `--${flag} ${placeholders[form]}`,
      words.filter((word) => word !== '').join('; '),
    );
    if (required.includes(name)) option.makeOptionMandatory();
    return { name, option, attribute: option.attributeName(), parse: (text) => parsers[form]?.(flag, text) };
  });
};
const valuesOf = (
  fields: readonly Field[],
  options: Readonly<Record<string, unknown>>,
): Record<string, unknown> => {
  const values: Record<string, unknown> = {};
  for (const { name, attribute, parse } of fields) {
    const text = options[attribute];
    if (typeof text === 'string') values[name] = parse(text);
  }
  return values;
};

const transactionCommand = (
  environment: CliEnvironment,
  group: Command,
  module: Module,
  verb: string,
): void => {
  const definition = module.transactions[verb];
  if (definition === undefined) return;
  const fields = fieldsOf(definition.payload as z.ZodType);
  const command = common(group.command(kebabCase(verb)).description(definition.doc));
  for (const { option } of fields) command.addOption(option);
  command.requiredOption('--key <name>', 'the key that signs');
  command.action(async (options: KeyOptions & Record<string, unknown>) => {
    const payload = valuesOf(fields, options);
    const { client, signer } = await sendingOf(environment, options);
    print(environment, options, await client.submitAny(`${module.name}.${verb}`, payload, signer));
  });
};

/** A command that reads one address of the API. */
export const addReadCommand = (
  environment: CliEnvironment,
  group: Command,
  name: string,
  { doc, path, input }: { readonly doc: string; readonly path: string; readonly input: z.ZodType },
): void => {
  const fields = fieldsOf(input);
  const command = common(group.command(kebabCase(name)).description(doc));
  for (const { option } of fields) command.addOption(option);
  command.action(async (options: CommonOptions & Record<string, unknown>) => {
    const filled = fillPath(`/v1${path}`, valuesOf(fields, options) as Search);
    print(environment, options, await clientOf(environment, options).get<object>(filled.path, filled.search));
  });
};

/** What a list command takes: the event's fields that filter, and the page. */
const listInput = (module: Module, name: string): z.ZodType => {
  const list = module.lists[name];
  const { shape } = module.events[list?.event ?? ''] as z.ZodObject;
  const filters = (list?.filters ?? []).map((field) => [field, (shape[field] as z.ZodType).optional()]);
  return z.strictObject({
    ...(Object.fromEntries(filters) as z.ZodRawShape),
    cursor: z.string().optional(),
    limit: z.number().int().optional(),
  });
};

/**
 * Adds the commands of a module to its group; kinds in `replaced` (`module.verb`) have hand-written commands. Throws
 * where two parts of a module have one name, which no module may have.
 */
export const addModuleCommands = (
  environment: CliEnvironment,
  program: Command,
  module: Module,
  replaced: ReadonlySet<string>,
): Command => {
  const group = program.command(kebabCase(module.name)).description(module.doc);
  for (const verb of Object.keys(module.transactions))
    if (!replaced.has(`${module.name}.${verb}`)) transactionCommand(environment, group, module, verb);
  for (const [name, { doc, path, params }] of Object.entries(module.queries))
    addReadCommand(environment, group, name, { doc, path, input: params });
  // A module's own list is `daos list`, not `daos daos`.
  for (const [name, { doc, path }] of Object.entries(module.lists))
    addReadCommand(environment, group, name === module.name ? 'list' : name, {
      doc,
      path,
      input: listInput(module, name),
    });
  return group;
};
