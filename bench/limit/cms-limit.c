/*
 * The limit that intake is measured against: decrypt, verify with path and CRL, sign a receipt, in C with
 * libcrypto alone, over the same bytes and in the same run.
 *
 * cms-limit FOLDER SECONDS
 *   FOLDER holds enveloped.der, signature.der (detached over content.bin), content.bin, receipt.bin,
 *   station.key.pem, station.pem, anchor.pem, intermediate.pem, crls.pem
 * Prints one line: rounds per processor second.
 */
#include <openssl/cms.h>
#include <openssl/err.h>
#include <openssl/pem.h>
#include <openssl/x509_vfy.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

static const char *folder;

static void stop(const char *what) {
  fprintf(stderr, "%s\n", what);
  ERR_print_errors_fp(stderr);
  exit(1);
}

static BIO *open_file(const char *name) {
  char path[4096];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  BIO *file = BIO_new_file(path, "rb");
  if (!file) stop(path);
  return file;
}

static unsigned char *read_all(const char *name, long *size) {
  BIO *file = open_file(name), *memory = BIO_new(BIO_s_mem());
  char piece[65536];
  int got;
  while ((got = BIO_read(file, piece, sizeof piece)) > 0) BIO_write(memory, piece, got);
  char *bytes;
  *size = BIO_get_mem_data(memory, &bytes);
  unsigned char *copy = malloc(*size);
  memcpy(copy, bytes, *size);
  BIO_free(file);
  BIO_free(memory);
  return copy;
}

static X509 *certificate(const char *name) {
  BIO *file = open_file(name);
  X509 *cert = PEM_read_bio_X509(file, 0, 0, 0);
  if (!cert) stop(name);
  BIO_free(file);
  return cert;
}

static X509_STORE *trust(void) {
  X509_STORE *store = X509_STORE_new();
  X509_STORE_add_cert(store, certificate("anchor.pem"));
  BIO *file = open_file("crls.pem");
  X509_CRL *crl;
  while ((crl = PEM_read_bio_X509_CRL(file, 0, 0, 0))) X509_STORE_add_crl(store, crl);
  ERR_clear_error();
  BIO_free(file);
  X509_STORE_set_flags(store, X509_V_FLAG_CRL_CHECK | X509_V_FLAG_CRL_CHECK_ALL);
  X509_STORE_set_purpose(store, X509_PURPOSE_ANY);
  return store;
}

static double processor_seconds(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

int main(int argc, char **argv) {
  if (argc < 3) stop("cms-limit FOLDER SECONDS");
  folder = argv[1];
  double seconds = atof(argv[2]);
  long enveloped_size, signature_size, content_size, receipt_size;
  unsigned char *enveloped = read_all("enveloped.der", &enveloped_size);
  unsigned char *signature = read_all("signature.der", &signature_size);
  unsigned char *content = read_all("content.bin", &content_size);
  unsigned char *receipt = read_all("receipt.bin", &receipt_size);
  X509 *station = certificate("station.pem");
  BIO *key_file = open_file("station.key.pem");
  EVP_PKEY *key = PEM_read_bio_PrivateKey(key_file, 0, 0, 0);
  if (!key) stop("station.key.pem");
  X509_STORE *store = trust();
  STACK_OF(X509) *others = sk_X509_new_null();
  sk_X509_push(others, certificate("intermediate.pem"));

  long rounds = 0;
  double began = processor_seconds();
  do {
    const unsigned char *at = enveloped;
    CMS_ContentInfo *envelope = d2i_CMS_ContentInfo(0, &at, enveloped_size);
    BIO *opened = BIO_new(BIO_s_mem());
    if (!envelope || CMS_decrypt(envelope, key, station, 0, opened, CMS_BINARY) <= 0) stop("decrypt");
    char *plain;
    if (BIO_get_mem_data(opened, &plain) != content_size || memcmp(plain, content, content_size)) stop("content differs");
    at = signature;
    CMS_ContentInfo *signed_data = d2i_CMS_ContentInfo(0, &at, signature_size);
    BIO *detached = BIO_new_mem_buf(plain, content_size);
    if (!signed_data || CMS_verify(signed_data, others, store, detached, 0, CMS_BINARY) <= 0) stop("verify");
    BIO *document = BIO_new_mem_buf(receipt, receipt_size);
    CMS_ContentInfo *made = CMS_sign(station, key, 0, document, CMS_BINARY | CMS_DETACHED | CMS_NOSMIMECAP);
    if (!made) stop("sign");
    unsigned char *out = 0;
    int size = i2d_CMS_ContentInfo(made, &out);
    if (size <= 0) stop("encode");
    OPENSSL_free(out);
    CMS_ContentInfo_free(made);
    CMS_ContentInfo_free(signed_data);
    CMS_ContentInfo_free(envelope);
    BIO_free(document);
    BIO_free(detached);
    BIO_free(opened);
    rounds++;
  } while (processor_seconds() - began < seconds);
  printf("%.1f\n", rounds / (processor_seconds() - began));
  return 0;
}
