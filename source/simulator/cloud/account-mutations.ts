/** Changes of what the account has beside pods: templates, secrets, its SSH keys. */
import type { Ledger } from './account.ts';
import { type Caller, mustBeAccount } from './callers.ts';
import { somethingWentWrong } from './refusal.ts';
import { type SecretInput, type Secrets, secretFields } from './secrets.ts';
import { type SaveTemplateInput, type Templates, templateFields } from './templates.ts';

export type AccountMutationOptions = {
  readonly templates: Templates;
  readonly secrets: Secrets;
  readonly ledger: Ledger;
};

export function accountMutations({ templates, secrets, ledger }: AccountMutationOptions) {
  return {
    saveTemplate({ input }: { readonly input?: SaveTemplateInput | null }, caller: Caller) {
      mustBeAccount(caller);
      if (input == null) throw somethingWentWrong();
      return templateFields(templates.save(input));
    },
    /** By name. Answers null when it has been done. */
    deleteTemplate({ templateName }: { readonly templateName: string }, caller: Caller) {
      mustBeAccount(caller);
      templates.remove(templateName);
      return null;
    },
    updateUserSettings(
      { input }: { readonly input?: { readonly pubKey?: string | null } | null },
      caller: Caller,
    ) {
      mustBeAccount(caller);
      if (input?.pubKey != null) ledger.setPublicKey(input.pubKey);
      return ledger.account();
    },
    secretCreate({ input }: { readonly input: SecretInput }, caller: Caller) {
      mustBeAccount(caller);
      return secretFields(secrets.create(input));
    },
    secretDelete({ id }: { readonly id: string }, caller: Caller) {
      mustBeAccount(caller);
      secrets.remove(id);
      return null;
    },
  };
}
