export function withoutServices<Result>(act: () => Result, path?: string): Result;
