/** What an account has one of: an alias, and rules for passwords that nobody here can use. */
export class Account {
  alias: string | undefined;
  passwordPolicy: PasswordPolicy | undefined;
}

/** The members of UpdateAccountPasswordPolicy; each update replaces all of them. */
export interface PasswordPolicy {
  readonly MinimumPasswordLength: number;
  readonly RequireSymbols: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireLowercaseCharacters: boolean;
  readonly AllowUsersToChangePassword: boolean;
  readonly ExpirePasswords: boolean;
  /** Days. */
  readonly MaxPasswordAge?: number;
  readonly PasswordReusePrevention?: number;
  readonly HardExpiry?: boolean;
}
