import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';
import { readVersion } from '../node/assets.ts';
import type { Severity } from '../rules/types.ts';
import type { CheckOptions } from './check.ts';
import { CHECK_FORMATS, check } from './check.ts';
import { EXIT, UsageError } from './exit.ts';
import { listGuide } from './guide.ts';
import type { Streams } from './output.ts';
import type { ListFormat } from './rules.ts';
import { LIST_FORMATS, listRules } from './rules.ts';
import type { SizeOptions } from './size.ts';
import { size } from './size.ts';

/** Settings that options of the command line may give; the same keys as in `.plimsoll.yaml`, which they win over. */
interface SettingFlags {
  readonly profile?: string;
  readonly tier?: string;
  readonly kubernetesVersion?: string;
  readonly rule?: Readonly<Record<string, string>>;
  readonly only?: readonly string[];
  readonly users?: number;
  readonly conversations?: number;
}

/**
 * Runs the command line.
 * @param args without the program's own name
 * @returns the exit code; never throws for what a user did
 */
export async function run(args: readonly string[], streams: Streams, cwd: string): Promise<number> {
  let code: number = EXIT.clean;
  const program = createProgram(streams, cwd, (result) => {
    code = result;
  });
  try {
    await program.parseAsync([...args], { from: 'user' });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.clean : EXIT.failure;
    if (!(error instanceof UsageError)) throw error;
    streams.err(`plimsoll: ${error.message}\n`);
    return EXIT.failure;
  }
}

function createProgram(streams: Streams, cwd: string, done: (code: number) => void): Command {
  const program = new Command('plimsoll')
    .description('Checks deployment YAML and says how much the deployment can carry.')
    .version(readVersion())
    .exitOverride()
    .configureOutput({
      writeOut: streams.out,
      writeErr: streams.err,
      outputError: (text, write) => write(text.replace(/^error: /, 'plimsoll: ')),
    })
    .showHelpAfterError('(plimsoll --help tells more)');
  addCheck(program, cwd, streams, done);
  addSize(program, cwd, streams, done);
  addRules(program, streams, done);
  addGuide(program, streams, done);
  addLsp(program);
  return program;
}

const CHECK_HELP = `
Examples:
  plimsoll check k8s                              all manifests below k8s
  plimsoll check 'apps/*/deploy.yaml' --fix       mend what is safe to mend
  plimsoll check charts --helm                    what charts render, too
  kustomize build overlays/prod | plimsoll check -
  plimsoll check --write-baseline plimsoll.json   accept what there is today,
  plimsoll check --baseline plimsoll.json         and report what is new
  plimsoll check --rule images/tag=error --only images/tag,images/registry

Exit codes: 0 clean, 1 findings at or above --fail-on, 2 bad usage, unreadable input or nothing to check.`;

function addCheck(program: Command, cwd: string, streams: Streams, done: (code: number) => void): void {
  type Flags = SettingFlags &
    Pick<CheckOptions, 'format' | 'failOn' | 'stdinFilename' | 'baseline' | 'writeBaseline'> & {
      readonly fix?: boolean;
      readonly fixDryRun?: boolean;
      readonly helm?: boolean;
      readonly helmValues: readonly string[];
    };
  settingOptions(program.command('check'))
    .description('Report findings, and mend what is safe with --fix.')
    .argument('[paths...]', 'files, folders or globs; - is standard input', ['.'])
    .addOption(new Option('--format <format>', 'how to print findings').choices(CHECK_FORMATS).default('pretty'))
    .addOption(
      new Option('--fail-on <level>', 'exit with 1 from this level on')
        .choices(['error', 'warning', 'info'])
        .default('warning' satisfies Severity),
    )
    .addOption(new Option('--fix', 'apply all safe fixes, then report what is left').conflicts('fixDryRun'))
    .option('--fix-dry-run', 'print what --fix would change as a diff; write nothing')
    .option('--baseline <file>', 'leave out the findings that this file holds')
    .addOption(
      new Option(
        '--write-baseline <file>',
        'write all findings to this file and leave them out from now on; replaces --baseline',
      ).conflicts('fixDryRun'),
    )
    .addOption(new Option('--helm', 'render charts with the helm on the PATH, and check that too').conflicts('fixDryRun'))
    .option('--helm-values <file>', 'values for --helm, over those of the chart; may be given several times', several, [])
    .option('--stdin-filename <file>', 'name of standard input, to find its configuration by')
    .addHelpText('after', CHECK_HELP)
    .action(async (paths: string[], { fix = false, fixDryRun = false, helm = false, ...flags }: Flags) => {
      done(await check(paths, { ...flags, fix, fixDryRun, helm, cwd, settings: settingsOf(flags) }, streams));
    });
}

const SIZE_HELP = `
Examples:
  plimsoll size k8s --users 400                   is it enough for 400 users?
  plimsoll size plimsoll.plan.yaml --format json  the figures for programs`;

function addSize(program: Command, cwd: string, streams: Streams, done: (code: number) => void): void {
  type Flags = SettingFlags & Pick<SizeOptions, 'format'>;
  settingOptions(program.command('size'))
    .description('Print what the workloads carry, and whether that is enough.')
    .argument('[paths...]', 'files, folders or globs; - is standard input', ['.'])
    .option('--users <n>', 'active users to serve', wholeNumber)
    .option('--conversations <n>', 'concurrent conversations to serve at the peak', wholeNumber)
    .addOption(new Option('--format <format>', 'how to print the table').choices(LIST_FORMATS).default('pretty'))
    .addHelpText('after', SIZE_HELP)
    .action(async (paths: string[], flags: Flags) => {
      done(await size(paths, { ...flags, cwd, settings: settingsOf(flags) }, streams));
    });
}

function addRules(program: Command, streams: Streams, done: (code: number) => void): void {
  program
    .command('rules')
    .description('List the rules, or tell all about one.')
    .argument('[id]', 'a rule, such as images/tag, or a group of rules, such as images')
    .addOption(new Option('--format <format>', 'how to print the list').choices(LIST_FORMATS).default('pretty'))
    .action((id: string | undefined, flags: { readonly format: ListFormat }) => done(listRules(id, flags.format, streams)));
}

function addGuide(program: Command, streams: Streams, done: (code: number) => void): void {
  program
    .command('guide')
    .description('List the statements of the deployment guide, and what makes each real.')
    .addOption(new Option('--format <format>', 'how to print the list').choices(LIST_FORMATS).default('pretty'))
    .action((flags: { readonly format: ListFormat }) => done(listGuide(flags.format, streams)));
}

function addLsp(program: Command): void {
  program
    .command('lsp')
    .description('Run the language server.')
    .requiredOption('--stdio', 'speak over standard input and output')
    .action(async () => {
      // The server is a bundle of its own, so that the command line doesn't load it otherwise.
      await import(pathToFileURL(path.join(__dirname, 'server.js')).href);
    });
}

function settingOptions(command: Command): Command {
  return command
    .addOption(new Option('--profile <profile>', 'which rules report').choices(['recommended', 'strict']))
    .addOption(
      new Option('--tier <tier>', 'tier of the guide to measure against').choices(['auto', 'small-team', 'growing-team', 'enterprise']),
    )
    .option('--kubernetes-version <minor>', 'Kubernetes version to validate against, such as 1.34')
    .option('--rule <id=level>', 'level of a rule: off, info, warning or error (repeatable)', ruleLevel)
    .option('--only <ids>', 'run these rules only, separated by commas (repeatable)', listed);
}

function ruleLevel(given: string, before: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> {
  const [id, level, ...rest] = given.split('=');
  if (!id || !level || rest.length > 0) throw new InvalidArgumentError('It should read id=level, such as images/tag=error.');
  return { ...before, [id]: level };
}

/** A list that may be given in parts: `--only a,b --only c`. */
function listed(given: string, before: readonly string[] = []): readonly string[] {
  return [...before, ...given.split(',').map((id) => id.trim())];
}

function several(given: string, before: readonly string[]): readonly string[] {
  return [...before, given];
}

function wholeNumber(given: string): number {
  if (!/^\d+$/.test(given)) throw new InvalidArgumentError('It should be a whole number.');
  return Number(given);
}

function settingsOf(flags: SettingFlags): CheckOptions['settings'] {
  const { profile, tier, kubernetesVersion, rule, users, conversations } = flags;
  const capacity = { ...(users !== undefined && { users }), ...(conversations !== undefined && { conversations }) };
  return {
    ...(profile !== undefined && { profile }),
    ...(tier !== undefined && { tier }),
    ...(kubernetesVersion !== undefined && { kubernetesVersion }),
    ...(rule !== undefined && { rules: rule }),
    ...(Object.keys(capacity).length > 0 && { capacity }),
  };
}
