import type { ErrorObject } from 'ajv';

/**
 * The errors of one schema without those of its alternatives. Where a value takes none of several alternatives because of what it lacks, the
 * error's `params.missing` names that.
 */
export function withoutTried(errors: readonly ErrorObject[]): ErrorObject[] {
  const choices = errors.filter(({ keyword }) => keyword === 'anyOf' || keyword === 'oneOf');
  if (choices.length === 0) return [...errors];
  const decisive = errors.filter(({ schemaPath }) => !choices.some((choice) => schemaPath.startsWith(`${choice.schemaPath}/`)));
  return decisive.map((error) => {
    const missing = choices.includes(error) ? missingFor(error, errors) : undefined;
    return missing === undefined ? error : { ...error, params: { ...error.params, missing } };
  });
}

/** The properties of which a value has none, where that is all that its alternatives find wrong with it. */
function missingFor({ schemaPath, instancePath }: ErrorObject, errors: readonly ErrorObject[]): readonly string[] | undefined {
  const tried = errors.filter((error) => error.schemaPath.startsWith(`${schemaPath}/`));
  const isMissing = tried.every(({ keyword, instancePath: path }) => keyword === 'required' && path === instancePath);
  return isMissing && tried.length > 0 ? [...new Set(tried.map(({ params }) => String(params.missingProperty)))] : undefined;
}
