#pragma once

#include <QNetworkReply>
#include <QString>

namespace isthmus {

/// There was no way to the server: no network, no such name, nobody listening, a proxy that is not there.
bool isUnreachable(QNetworkReply::NetworkError error);

/// What an answer other than the file means; `status` is HTTP's.
QString statusText(const QString& host, int status);
/// Why there was no answer; `text` is what Qt says.
QString troubleText(const QString& host, QNetworkReply::NetworkError error, const QString& text);

}  // namespace isthmus
