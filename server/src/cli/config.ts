import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import picomatch from 'picomatch';
import type { Settings } from '../settings.ts';
import { defaultSettings, parseSettings } from '../settings.ts';
import { settingsOfFile } from '../settings-overrides.ts';
import { parseDocument } from '../yaml/parse.ts';
import { valueOf } from '../yaml/value.ts';
import { errorCode, UsageError } from './exit.ts';
import { displayPath } from './report/report.ts';

/** Name of the configuration file; the nearest one above a file wins. */
const CONFIG_FILE = '.plimsoll.yaml';

export interface ConfigSource {
  readonly cwd: string;
  /** What the options of the command line say, with the keys of the settings; it wins over configuration files. */
  readonly settings: object;
}

/** The settings of each file: the defaults, under its nearest configuration file, under the command line. */
export interface Config {
  settingsFor(uri: string): Settings;
  excludes(uri: string): boolean;
  /** Sentences about settings that can't be used, of all configuration files met so far. */
  problems(): readonly string[];
}

interface ConfigFile {
  settingsFor(file: string): Settings;
  excludes(file: string): boolean;
}

/**
 * Finds and reads configuration files as they are asked for, each once.
 * @throws UsageError where the command line's own settings can't be used
 */
export function createConfig({ cwd, settings: flags }: ConfigSource): Config {
  const problems: string[] = [];
  const folders = new Map<string, ConfigFile>();
  const [fault] = parseSettings(flags).problems;
  if (fault) throw new UsageError(fault.message);
  const base: ConfigFile = { settingsFor: layered(defaultSettings, flags, undefined), excludes: () => false };

  const inFolder = (folder: string): ConfigFile => {
    const known = folders.get(folder);
    if (known) return known;
    const found = read(folder) ?? above(folder);
    folders.set(folder, found);
    return found;
  };
  const above = (folder: string) => (path.dirname(folder) === folder ? base : inFolder(path.dirname(folder)));
  const read = (folder: string): ConfigFile | undefined => {
    const file = path.join(folder, CONFIG_FILE);
    const text = textOf(file);
    if (text === undefined) return undefined;
    const document = parseDocument(text, 'core');
    const { settings, problems: faults } = parseSettings(valueOf(document));
    problems.push(...[...document.problems, ...faults].map(({ message }) => `${displayPath(file, cwd)}: ${message}`));
    return { settingsFor: layered(settings, flags, folder), excludes: (path) => isNamed(path, settings.exclude, folder) };
  };
  // Both questions are asked of one file after the other.
  let last = { uri: '', file: '' };
  const fileOf = (uri: string): string => {
    if (last.uri !== uri) last = { uri, file: fileURLToPath(uri) };
    return last.file;
  };
  const configOf = (uri: string) => inFolder(path.dirname(fileOf(uri)));
  return {
    settingsFor: (uri) => configOf(uri).settingsFor(fileOf(uri)),
    excludes: (uri) => configOf(uri).excludes(fileOf(uri)),
    problems: () => problems,
  };
}

/**
 * The settings of each file: a configuration file's with its overrides, under the command line. Files with the same settings get the same
 * object, since findings are kept by it.
 */
function layered(settings: Settings, flags: object, folder: string | undefined): ConfigFile['settingsFor'] {
  const objects = new Map<string, Settings>();
  if (settings.overrides.length === 0) {
    const all = parseSettings(flags, settings).settings;
    return () => all;
  }
  return (file) => {
    const own = settingsOfFile(settings, (globs) => folder !== undefined && isNamed(file, globs, folder));
    const key = JSON.stringify([own.rules, own.overrides]);
    const known = objects.get(key) ?? parseSettings(flags, own).settings;
    objects.set(key, known);
    return known;
  };
}

/** Globs of a configuration file are relative to its folder. */
function isNamed(file: string, globs: readonly string[], folder: string): boolean {
  return globs.length > 0 && picomatch([...globs], { dot: true })(path.relative(folder, file).replaceAll(path.sep, '/'));
}

function textOf(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new UsageError(`${file} cannot be read: ${code}.`);
  }
}
