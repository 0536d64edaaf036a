import { setImmediate } from 'node:timers/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
// Its timers are what background work pauses by.
import 'vscode-languageserver/node';
import { Analyzer } from '../../server/src/analyzer.ts';
import { Analyzers } from '../../server/src/protocol/analyzers.ts';
import { OpenDocuments } from '../../server/src/protocol/documents.ts';
import { isInsideAny } from '../../server/src/protocol/uris.ts';
import { Workspace } from '../../server/src/protocol/workspace.ts';
import { defaultSettings } from '../../server/src/settings.ts';
import { fuzz, SEED } from '../fuzz.ts';
import { schemas } from '../schemas.ts';
import { AUTOSCALER, WORKER } from './support/manifests.ts';
import { MemoryPlatform } from './support/platform.ts';

const ROOT = 'file:///work';
/** The last two are folders that may be opened by themselves, one of them within the first. */
const ROOTS = [ROOT, `${ROOT}/b`, 'file:///other'];
const FOLDERS = [ROOT, `${ROOT}/a`, `${ROOT}/b`, `${ROOT}/b/deep`, 'file:///other'];
const NAMES = ['worker.yaml', 'hpa.yaml', 'kustomization.yaml', 'Kustomization', 'node_modules/hpa.yaml', 'notes.txt'];
const TEXTS = [
  WORKER,
  WORKER.replace('replicas: 3', 'replicas: 1'),
  AUTOSCALER,
  AUTOSCALER.replaceAll('name: worker', 'name: lost'),
  'resources: [worker.yaml, hpa.yaml]\nnamespace: other\n',
  'resources: [../a]\nnamePrefix: x-\n',
];

const folder = fc.constantFrom(...FOLDERS);
const file = fc.tuple(folder, fc.constantFrom(...NAMES)).map(([parent, name]) => `${parent}/${name}`);
const text = fc.constantFrom(...TEXTS);

type Step =
  | { readonly kind: 'write' | 'open'; readonly uri: string; readonly text: string }
  | { readonly kind: 'delete' | 'close'; readonly uri: string }
  | { readonly kind: 'move'; readonly from: string; readonly to: string }
  /** Lets what is under way go on for some turns of the event loop. */
  | { readonly kind: 'wait'; readonly turns: number }
  /** Tells of what has changed since the last time: in any order, and some of it twice. */
  | { readonly kind: 'tell'; readonly backwards: boolean; readonly twice: boolean }
  | { readonly kind: 'root'; readonly uri: string };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constantFrom('write' as const, 'open' as const), uri: file, text }),
  fc.record({ kind: fc.constantFrom('delete' as const, 'close' as const), uri: file }),
  fc.record({ kind: fc.constant('delete' as const), uri: folder }),
  fc.record({ kind: fc.constant('move' as const), from: fc.oneof(folder, file), to: fc.oneof(folder, file) }),
  fc.record({ kind: fc.constant('wait' as const), turns: fc.nat(6) }),
  fc.record({ kind: fc.constant('tell' as const), backwards: fc.boolean(), twice: fc.boolean() }),
  fc.record({ kind: fc.constant('root' as const), uri: fc.constantFrom(...ROOTS) }),
);

/** A disk whose answers take their time, each another one. */
class SlowPlatform extends MemoryPlatform {
  #asked = 0;

  override async readFile(uri: string): Promise<string | undefined> {
    await this.#delay();
    const found = await super.readFile(uri);
    await this.#delay();
    return found;
  }

  override async lists(parent: string, uri: string): Promise<boolean> {
    await this.#delay();
    return super.lists(parent, uri);
  }

  async #delay(): Promise<void> {
    this.#asked += 1;
    for (let turns = (this.#asked * 7) % 5; turns > 0; turns--) await setImmediate();
  }
}

const log = { error: () => undefined, warn: () => undefined, info: () => undefined };

/** As the server wires it. */
class Session {
  readonly analyzers: Analyzers = new Analyzers(
    () => new Analyzer({ schemas, settingsFor: () => defaultSettings }),
    (uri) => this.workspace.groupOf(uri),
  );
  readonly documents = new OpenDocuments(this.analyzers);
  readonly workspace: Workspace;
  readonly platform: MemoryPlatform;
  readonly #underway: Promise<void>[] = [];
  readonly #untold = new Set<string>();

  constructor(platform: MemoryPlatform, roots: readonly string[]) {
    this.platform = platform;
    const { analyzers, documents } = this;
    this.workspace = new Workspace({ platform, analyzers, documents, log, onFile: () => undefined }, roots);
    this.#underway.push(this.workspace.scan());
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'write':
        this.#write(step.uri, step.text);
        return;
      case 'delete':
        this.#remove(step.uri);
        return;
      case 'move':
        for (const [uri, text] of this.#remove(step.from)) this.#write(step.to + uri.slice(step.from.length), text);
        return;
      case 'open':
        this.documents.open({ uri: step.uri, version: 1, text: step.text });
        return;
      case 'close':
        if (!this.documents.get(step.uri)) return;
        this.documents.close(step.uri);
        this.#underway.push(this.workspace.refresh([step.uri]));
        return;
      case 'wait':
        for (let turn = 0; turn < step.turns; turn++) await setImmediate();
        return;
      case 'tell':
        this.#tell(step.backwards, step.twice);
        return;
      case 'root': {
        const isOpen = this.workspace.folders().includes(step.uri);
        this.#underway.push(this.workspace.changeFolders(isOpen ? [] : [step.uri], isOpen ? [step.uri] : []));
      }
    }
  }

  async settle(): Promise<void> {
    this.#tell(false, false);
    while (this.#underway.length > 0) await this.#underway.pop();
  }

  /** All that a user could tell it by. */
  state(): unknown {
    const uris = [...this.analyzers.uris()].sort();
    return uris.map((uri) => {
      const analysis = this.analyzers.analysisOf(uri);
      const found = analysis?.findings().map(({ finding, span }) => [finding.rule, finding.message, span]);
      return [uri, analysis?.file.text, found];
    });
  }

  #write(uri: string, text: string): void {
    this.platform.files.set(uri, text);
    this.#untold.add(uri);
  }

  /** Takes a file, or a folder with all that is in it, off the disk. Of a folder, editors tell no more than its own name. */
  #remove(path: string): [string, string][] {
    const gone = [...this.platform.files].filter(([uri]) => isInsideAny(uri, new Set([path])));
    for (const [uri] of gone) this.platform.files.delete(uri);
    this.#untold.add(path);
    return gone;
  }

  #tell(backwards: boolean, twice: boolean): void {
    const uris = [...this.#untold];
    this.#untold.clear();
    if (backwards) uris.reverse();
    this.#underway.push(this.workspace.refresh(twice ? [...uris, ...uris] : uris));
  }
}

test('whatever becomes of files, folders and editors, what is known in the end is what a fresh server knows', async () => {
  await fc.assert(
    fc.asyncProperty(fc.subarray(ROOTS), fc.array(step, { maxLength: 25 }), async (roots, steps) => {
      const session = new Session(new SlowPlatform({ [`${ROOT}/worker.yaml`]: WORKER, [`${ROOT}/b/hpa.yaml`]: AUTOSCALER }), roots);
      for (const one of steps) await session.take(one);
      await session.settle();

      const fresh = new Session(new MemoryPlatform(Object.fromEntries(session.platform.files)), session.workspace.folders());
      for (const uri of session.documents.uris()) {
        fresh.documents.open({ uri, version: 1, text: session.analyzers.analysisOf(uri)?.file.text ?? '' });
      }
      await fresh.settle();
      expect(session.state()).toEqual(fresh.state());
    }),
    { ...fuzz(150), seed: SEED },
  );
});
