#include "app/rooms/data/download/network_text.h"

#include <QCoreApplication>

namespace isthmus {
namespace {

constexpr int kNotFound = 404;

QString translated(const char* text) {
  return QCoreApplication::translate("Download", text);
}

}  // namespace

bool isUnreachable(QNetworkReply::NetworkError error) {
  switch (error) {
    case QNetworkReply::ConnectionRefusedError:
    case QNetworkReply::HostNotFoundError:
    case QNetworkReply::TimeoutError:
    case QNetworkReply::TemporaryNetworkFailureError:
    case QNetworkReply::NetworkSessionFailedError:
    case QNetworkReply::UnknownNetworkError:
    case QNetworkReply::ProxyConnectionRefusedError:
    case QNetworkReply::ProxyConnectionClosedError:
    case QNetworkReply::ProxyNotFoundError:
    case QNetworkReply::ProxyTimeoutError:
    case QNetworkReply::UnknownProxyError:
      return true;
    default:
      return false;
  }
}

QString statusText(const QString& host, int status) {
  if (status == kNotFound) return translated("%1 no longer has the file (404)").arg(host);
  return translated("%1 does not send the file (HTTP status %2)").arg(host).arg(status);
}

QString troubleText(const QString& host, QNetworkReply::NetworkError error, const QString& text) {
  if (error == QNetworkReply::TooManyRedirectsError)
    return translated("%1 leads from one address to the next without end").arg(host);
  if (error == QNetworkReply::InsecureRedirectError)
    return translated("%1 leads to an address that is not safe").arg(host);
  if (error == QNetworkReply::SslHandshakeFailedError)
    return translated("%1 could not prove that it is itself").arg(host);
  if (isUnreachable(error)) return translated("%1 cannot be reached").arg(host);
  return translated("%1 sent nothing of use (%2)").arg(host, text);
}

}  // namespace isthmus
