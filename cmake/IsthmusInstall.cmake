# What `cmake --install` lays down: the two programs (which carry the bundled model and icons inside) and what the
# desktop needs to know of them. To be included after the targets exist.
include(GNUInstallDirs)

set(ISTHMUS_APP_ID io.github.isthmus.Isthmus)
set(ISTHMUS_RESOURCES ${PROJECT_SOURCE_DIR}/resources)

install(TARGETS isthmus isthmus-cli RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(TARGETS isthmus-array-reader RUNTIME DESTINATION ${CMAKE_INSTALL_LIBEXECDIR}/isthmus)  # run by the programs, not by people
install(TARGETS isthmus_torch_module LIBRARY DESTINATION ${ISTHMUS_MODULE_DIR})

install(FILES ${ISTHMUS_RESOURCES}/${ISTHMUS_APP_ID}.desktop
  DESTINATION ${CMAKE_INSTALL_DATADIR}/applications)
install(FILES ${ISTHMUS_RESOURCES}/${ISTHMUS_APP_ID}.metainfo.xml
  DESTINATION ${CMAKE_INSTALL_DATADIR}/metainfo)
install(FILES ${ISTHMUS_RESOURCES}/${ISTHMUS_APP_ID}.mime.xml
  DESTINATION ${CMAKE_INSTALL_DATADIR}/mime/packages
  RENAME ${ISTHMUS_APP_ID}.xml)
install(FILES ${ISTHMUS_RESOURCES}/icons/isthmus.svg
  DESTINATION ${CMAKE_INSTALL_DATADIR}/icons/hicolor/scalable/apps
  RENAME ${ISTHMUS_APP_ID}.svg)
install(FILES ${PROJECT_SOURCE_DIR}/LICENSE DESTINATION ${CMAKE_INSTALL_DOCDIR})
