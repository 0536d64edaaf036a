/**
 * The setting `plimsoll.schemas.enable: auto`. It depends on another extension, and only the editor knows of that: the server gets `on`
 * or `off` in its place.
 */
import type { Disposable } from 'vscode';
import { extensions, workspace } from 'vscode';
import type { BaseLanguageClient, ConfigurationParams, ConfigurationRequest } from 'vscode-languageclient';
import { DidChangeConfigurationNotification } from 'vscode-languageclient';

/** Middleware for the server's requests for settings. */
export const leaveSchemasToOthers: ConfigurationRequest.MiddlewareSignature = async (params, token, next) => {
  const answer = await next(params, token);
  return Array.isArray(answer) ? answer.map((value, index) => decide(value, params.items[index])) : answer;
};

/** Has the server ask again when the answer may have become another. */
export function followOtherExtensions(client: BaseLanguageClient): Disposable[] {
  const askAgain = (): void => {
    if (client.isRunning()) void client.sendNotification(DidChangeConfigurationNotification.type, { settings: null });
  };
  return [
    extensions.onDidChange(askAgain),
    workspace.onDidChangeConfiguration((change) => {
      if (change.affectsConfiguration('yaml')) askAgain();
    }),
  ];
}

interface Settings {
  readonly schemas?: { readonly enable?: string };
}

function decide(value: unknown, item: ConfigurationParams['items'][number] | undefined): unknown {
  if (item?.section !== 'plimsoll' || !isSettings(value) || value.schemas?.enable !== 'auto') return value;
  return { ...value, schemas: { ...value.schemas, enable: servedByYamlExtension() ? 'off' : 'on' } };
}

function isSettings(value: unknown): value is Settings {
  return typeof value === 'object' && value !== null;
}

/**
 * Whether Red Hat's YAML extension checks manifests: it is enabled, and its setting `yaml.schemas` gives its alias `kubernetes` or a
 * Kubernetes schema to some files. Without that it checks no more than YAML's own syntax.
 */
function servedByYamlExtension(): boolean {
  if (extensions.getExtension('redhat.vscode-yaml') === undefined) return false;
  const yaml = workspace.getConfiguration('yaml');
  const schemas = Object.keys(yaml.get<Readonly<Record<string, unknown>>>('schemas', {}));
  return yaml.get('validate', true) && schemas.some((schema) => schema.includes('kubernetes'));
}
