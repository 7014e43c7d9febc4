"""Certificates of the tests' own servers."""

from datetime import timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from service.foundation import clock

ALIVE = timedelta(days=30)


def certificate_of(name: str) -> bytes:
    """Of `name` and of localhost, signed by itself, with its key, as HAProxy reads them."""
    key, own = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)]),
    )
    names = x509.SubjectAlternativeName([x509.DNSName(name), x509.DNSName("localhost")])
    made = (
        x509.CertificateBuilder(own, own, key.public_key(), x509.random_serial_number())
        .not_valid_before(clock.now() - ALIVE)
        .not_valid_after(clock.now() + ALIVE)
        .add_extension(names, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return made.public_bytes(serialization.Encoding.PEM) + secret
