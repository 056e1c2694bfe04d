# Runs at the installation, since its prefix decides where things are. systemd looks for units and settings below /usr,
# /usr/local and /etc; any other prefix is a trial, which keeps to itself.
if(CMAKE_INSTALL_PREFIX MATCHES "^/usr(/local)?/?$")
  set(SYSCONFDIR /etc)
else()
  set(SYSCONFDIR "${CMAKE_INSTALL_PREFIX}/etc")
endif()
set(BINDIR "${CMAKE_INSTALL_PREFIX}/bin")
set(DOCDIR "${CMAKE_INSTALL_PREFIX}/share/doc/geminid")

configure_file("${packaging}/geminid.service.in" "${generated}/geminid.service" @ONLY)
file(INSTALL "${generated}/geminid.service" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/systemd/system")
file(INSTALL "${packaging}/geminid.sysusers" DESTINATION "${CMAKE_INSTALL_PREFIX}/lib/sysusers.d" RENAME geminid.conf)
# Whoever installs again keeps the settings that were made.
if(NOT EXISTS "$ENV{DESTDIR}${SYSCONFDIR}/geminid/geminid.env")
  file(INSTALL "${packaging}/geminid.env" DESTINATION "${SYSCONFDIR}/geminid"
    FILE_PERMISSIONS OWNER_READ OWNER_WRITE GROUP_READ)
endif()
