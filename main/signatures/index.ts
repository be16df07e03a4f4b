/** The door of the room. Everything here is plain and synchronous (but for reading folders) and may be called inside a worker thread. */
export type { Decryption, DecryptFailure, KeyAndCertificate, TrustMaterial, Verification, VerifyInput } from './material.ts';
export { STANDARD_POLICY, type VerificationPolicy } from './policy.ts';
export { CHECK_KEYS, type CheckKey } from './checks/check.ts';
export { verify } from './verify.ts';
export { decrypt } from './decrypt.ts';
export { sign, type SignInput } from './sign.ts';
export { encrypt, type EncryptInput } from './encrypt.ts';
export { fingerprint, pemOf, pemToDer, readCertificate, splitPem } from './certificate.ts';
export { makePkcs12, openPkcs12 } from './keys/pkcs12.ts';
export { closePkcs8, openPkcs8 } from './keys/pkcs8.ts';
export { readTrustStore, sortMaterial, type MaterialKind, type SortedMaterial, type UnreadableFile } from './trust-store.ts';
export {
  issueCertificate, issueCrl, makeKeyPair, requestCertificate,
  type CertificateOrder, type CrlOrder, type KeyKind, type KeyPair, type SubjectNames,
} from './issue.ts';
export { DerError } from './der/reader.ts';
