import picomatch from 'picomatch';
import type { Settings } from '../settings.ts';
import { parseSettings } from '../settings.ts';
import { settingsOfFile } from '../settings-overrides.ts';
import type { ConfigFile, ConfigFiles } from './config-files.ts';
import type { EditorConfiguration } from './configuration.ts';
import type { Log } from './guard.ts';

/** Settings that hold for all files of a folder, or below a configuration file. */
interface Resolved {
  readonly settings: Settings;
  /** Whether a file is one of those that globs of the settings' `exclude` name. */
  readonly isExcluded: (uri: string) => boolean;
  /** Likewise for globs of their `overrides`. */
  readonly isOverridden: (uri: string, globs: readonly string[]) => boolean;
}

/** The settings of each file: those of the nearest `.plimsoll.yaml` over those of the client. */
export class SettingsStore {
  readonly #configuration: EditorConfiguration;
  readonly #files: ConfigFiles;
  readonly #folderOf: (uri: string) => string | undefined;
  readonly #log: Log;
  readonly #byFile = new Map<string, Settings>();
  readonly #byPlace = new Map<string, Resolved>();
  /** Equal settings are one object for as long as the server runs, since analyses are kept by it. */
  readonly #objects = new Map<string, Settings>();
  readonly #reported = new Set<string>();

  constructor(configuration: EditorConfiguration, files: ConfigFiles, folderOf: (uri: string) => string | undefined, log: Log) {
    this.#configuration = configuration;
    this.#files = files;
    this.#folderOf = folderOf;
    this.#log = log;
  }

  /** The settings of a file, by its canonical URI. */
  settingsFor(uri: string): Settings {
    const known = this.#byFile.get(uri);
    if (known) return known;
    const { settings, isExcluded, isOverridden } = this.#resolve(this.#folderOf(uri), this.#files.nearest(uri));
    const resolved = settingsOfFile(settings, (globs) => isOverridden(uri, globs));
    const own = this.#intern(isExcluded(uri) ? { ...resolved, enable: false } : resolved);
    this.#byFile.set(uri, own);
    return own;
  }

  /** Reads everything again when next asked. */
  invalidate(): void {
    this.#byFile.clear();
    this.#byPlace.clear();
  }

  #resolve(folder: string | undefined, file: ConfigFile | undefined): Resolved {
    const place = `${folder ?? ''} ${file?.folder ?? ''}`;
    const known = this.#byPlace.get(place);
    if (known) return known;
    const editor = parseSettings(this.#configuration.of(folder));
    for (const { message } of editor.problems) this.#report(message);
    const settings = file ? parseSettings(file.json, editor.settings).settings : editor.settings;
    // Globs are relative to where they are written.
    const baseOf = (name: 'exclude' | 'overrides') => (settings[name] === editor.settings[name] ? folder : file?.folder);
    const resolved: Resolved = {
      settings,
      isExcluded: matcher(settings.exclude, baseOf('exclude')),
      isOverridden: (uri, globs) => matcher(globs, baseOf('overrides'))(uri),
    };
    this.#byPlace.set(place, resolved);
    return resolved;
  }

  #intern(settings: Settings): Settings {
    const text = JSON.stringify(settings);
    const known = this.#objects.get(text) ?? settings;
    this.#objects.set(text, known);
    return known;
  }

  #report(message: string): void {
    if (!this.#reported.has(message)) this.#log.warn(message);
    this.#reported.add(message);
  }
}

function matcher(globs: readonly string[], base: string | undefined): (uri: string) => boolean {
  if (globs.length === 0 || base === undefined) return () => false;
  const matches = picomatch([...globs], { dot: true });
  return (uri) => uri.startsWith(`${base}/`) && matches(decodeURIComponent(uri.slice(base.length + 1)));
}
